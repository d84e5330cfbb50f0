namespace Zhike.Intake.Plan;

/// <summary>Lets everything in.</summary>
internal sealed class OpenJudge : IEventJudge
{
    public Judgement Judge(string source, string type, string name, ReadOnlySpan<byte> properties) => Judgement.Kept;
}
