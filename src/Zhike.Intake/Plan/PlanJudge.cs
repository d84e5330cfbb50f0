namespace Zhike.Intake.Plan;

/// <summary>Judges by the plans in force.</summary>
internal sealed class PlanJudge(LivePlans plans, ViolationSamples samples) : IEventJudge
{
    public Judgement Judge(string source, string type, string name, ReadOnlySpan<byte> properties)
    {
        var plan = plans.Current.For(source);
        var pass = new JudgePass(plan, plan.RulesOf(type, name), samples, source, name, properties, stackalloc byte[JudgePass.PathBytesMax], stackalloc ulong[JudgePass.SeenWords]);
        return pass.Run();
    }

    public Judgement JudgeContext(string source, string name, ReadOnlySpan<byte> context)
    {
        var plan = plans.Current.For(source);
        var pass = new JudgePass(plan.FoundOnly, EventRules.Free, samples, source, name, context, stackalloc byte[JudgePass.PathBytesMax], stackalloc ulong[JudgePass.SeenWords]);
        return pass.Context();
    }
}
