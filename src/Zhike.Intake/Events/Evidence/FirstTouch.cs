namespace Zhike.Intake.Events.Evidence;

/// <summary>How somebody came: the channel and campaign of the first event of a browser or a device.</summary>
/// <param name="Campaign">source, medium, name, term, content as the sender's SDK reads them from utm_*, and channel_code (渠道码).</param>
internal readonly record struct FirstTouch(IdentityKey Who, DateTimeOffset Ts, string Channel, string Source, IReadOnlyList<KeyValuePair<string, string>> Campaign);
