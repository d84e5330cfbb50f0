using System.Text.Json;
using Zhike.Contracts.Jobs;

namespace Zhike.Host.Setup;

public enum SetupState
{
    Waiting,
    Running,
    Done,
    Failed,
}

/// <summary>How far the start of the server is: the page and the terminal show the same steps.</summary>
public sealed class SetupProgress
{
    private readonly Lock _gate = new();
    private readonly List<SetupStep> _steps = [];
    private readonly TaskCompletionSource _doors = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Both stores have this program's schema: requests can be answered.</summary>
    public bool StoresReady { get; private set; }

    /// <summary>Somebody can sign in and see customers; what is still prepared only adds to it.</summary>
    public bool Usable => DoorsOpen.IsCompletedSuccessfully;

    /// <summary>Ends when the server is usable: from then on the live clock runs.</summary>
    public Task DoorsOpen => _doors.Task;

    /// <summary>Ends when everything is prepared; faulted when something could not be.</summary>
    public Task Ready => _ready.Task;

    public string? Failure { get; private set; }

    public IReadOnlyList<SetupStep> Steps
    {
        get
        {
            lock (_gate)
            {
                return [.. _steps];
            }
        }
    }

    /// <summary>Runs one step under its name; a failure is kept and thrown on.</summary>
    public async Task StepAsync(string name, string label, Func<IProgressSink, Task<string>> work)
    {
        Set(name, new SetupStep(name, label, SetupState.Running, 0, 0, ""));
        try
        {
            var said = await work(new StepSink(this, name, label));
            Set(name, new SetupStep(name, label, SetupState.Done, 1, 1, said));
        }
        catch (Exception problem)
        {
            Set(name, new SetupStep(name, label, SetupState.Failed, 0, 0, problem.Message));
            throw;
        }
    }

    /// <summary>Says beforehand what will come.</summary>
    public void Announce(params IEnumerable<(string Name, string Label)> steps)
    {
        foreach (var (name, label) in steps)
        {
            Set(name, new SetupStep(name, label, SetupState.Waiting, 0, 0, ""));
        }
    }

    public void OpenStores() => StoresReady = true;

    public void OpenDoors() => _doors.TrySetResult();

    public void Finish()
    {
        OpenDoors();
        _ready.TrySetResult();
    }

    public void Fail(Exception problem)
    {
        Failure = problem.Message;
        _doors.TrySetException(problem);
        _ready.TrySetException(problem);
    }

    private void Set(string name, SetupStep step)
    {
        lock (_gate)
        {
            var at = _steps.FindIndex(s => s.Name == name);
            if (at < 0)
            {
                _steps.Add(step);
            }
            else
            {
                _steps[at] = step;
            }
        }
    }

    private sealed class StepSink(SetupProgress progress, string name, string label) : IProgressSink
    {
        public void Report(string step, long done, long total) =>
            progress.Set(name, new SetupStep(name, label, SetupState.Running, done, total, step));
    }
}

/// <param name="Label">For people who read the terminal.</param>
/// <param name="Total">0 while not known.</param>
/// <param name="Detail">What it does just now, or what it did.</param>
public sealed record SetupStep(string Name, string Label, SetupState State, long Done, long Total, string Detail)
{
    public string StateName => JsonNamingPolicy.SnakeCaseLower.ConvertName(State.ToString());
}
