using Zhike.Host.Setup;

namespace Zhike.Host.Cli;

/// <summary>Shows the steps of set-up on the terminal until they are over, and greets as soon as somebody can sign in.</summary>
internal sealed class SetupFollower(SetupProgress setup, Func<Task> greet)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private readonly HashSet<string> _told = [];
    private ProgressLine? _line;
    private bool _greeted;

    /// <summary>Answers whether everything went well.</summary>
    public async Task<bool> FollowAsync(CancellationToken stopping, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        while (true)
        {
            var over = await Task.WhenAny(setup.Ready, Task.Delay(LookEvery, either.Token)) == setup.Ready || either.IsCancellationRequested;
            await TellAsync();
            if (over)
            {
                _line?.Dispose();
                return setup.Ready.IsCompletedSuccessfully;
            }

            if (setup.Steps.FirstOrDefault(s => s.State == SetupState.Running) is { } running)
            {
                _line ??= new ProgressLine($"  {running.Label}");
                _line.Report(running.Detail, running.Done, running.Total);
            }
        }
    }

    private async Task TellAsync()
    {
        foreach (var step in setup.Steps.Where(s => s.State == SetupState.Done && _told.Add(s.Name)))
        {
            _line?.Dispose();
            _line = null;
            Say.Line($"  ✓ {step.Label}: {step.Detail}");
        }

        if (setup.Usable && !_greeted)
        {
            _greeted = true;
            _line?.Dispose();
            _line = null;
            await greet();
        }
    }
}
