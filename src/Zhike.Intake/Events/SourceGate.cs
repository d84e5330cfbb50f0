using System.Globalization;
using Zhike.Contracts.Intake;
using Zhike.Intake.Events.Refusals;
using Zhike.Kernel;

namespace Zhike.Intake.Events;

/// <summary>Whose call it is, and whether it may send now.</summary>
internal sealed class SourceGate(WriteKeys keys, SourceRates rates, RefusalCounts refusals)
{
    /// <param name="origin">The page that a browser sends from; null where it is none.</param>
    public async ValueTask<Result<LiveSource>> AdmitAsync(string? key, string? origin, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(key) || await keys.FindAsync(key, cancel).ConfigureAwait(false) is not { } source)
        {
            refusals.Add("", "unknown_key", "writeKey");
            return new Problem(ProblemKind.Forbidden, EventAnswers.UnknownKeyCode, "The write key is missing, unknown or revoked.");
        }

        if (!source.Allows(origin))
        {
            refusals.Add(source.Name, "origin", "Origin");
            return new Problem(ProblemKind.Forbidden, "origin_not_allowed", "Pages of this origin may not send under this write key.");
        }

        var wait = rates.WaitOf(source);
        if (wait == TimeSpan.Zero)
        {
            return source;
        }

        refusals.Add(source.Name, "rate", "");
        return new Problem(
            ProblemKind.LimitExceeded, "source_rate",
            string.Create(CultureInfo.InvariantCulture, $"Source \"{source.Name}\" may send {source.EventsPerSecond} events a second."))
        {
            RetryAfter = wait,
        };
    }

    public void Spend(LiveSource source, int events) => rates.Spend(source, events);

    public Task<bool> AnyAllowsAsync(string origin, CancellationToken cancel) => keys.AnyAllowsAsync(origin, cancel);
}
