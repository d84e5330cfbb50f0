using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhike.Contracts.Customers;
using Zhike.Contracts.Intake;
using Zhike.Kernel;
using Zhike.Storage.Definitions;

namespace Zhike.Intake.Plan;

/// <summary>The plans in force, compiled; read again when the definitions changed.</summary>
internal sealed class LivePlans(IDefinitions definitions, IServiceProvider services, ILogger<LivePlans> log) : ITrackingPlans
{
    private CompiledPlans _current = CompiledPlans.None;
    private string _stamp = "";
    private PropertyHash? _hash;

    public CompiledPlans Current => Volatile.Read(ref _current);

    public async Task<bool> RefreshAsync(CancellationToken cancel)
    {
        var live = await definitions.LiveAsync(TrackingPlanKind.Name, cancel).ConfigureAwait(false);
        var stamp = string.Join('\n', live.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key} {d.Version}"));
        if (stamp == _stamp)
        {
            return false;
        }

        _hash ??= await HashAsync(cancel).ConfigureAwait(false);
        Use(new CompiledPlans([.. live.Select(Read).OfType<TrackingPlan>()], _hash));
        _stamp = stamp;
        return true;
    }

    public void Use(CompiledPlans plans) => Volatile.Write(ref _current, plans);

    /// <summary>A plan that an earlier release accepted and this one does not is left out, and said so.</summary>
    private TrackingPlan? Read(Definition live)
    {
        using var document = JsonDocument.Parse(live.Document);
        var plan = PlanReader.Read(document.RootElement);
        if (!plan.Ok)
        {
            log.LogError("The tracking plan {Key} is live, but cannot be used: {Problem}", live.Key, plan.Problem.Message);
        }

        return plan.Ok ? plan.Value : null;
    }

    /// <summary>A key of its own, made from the key of personal data: a keyed hash of a constant.</summary>
    private async Task<PropertyHash?> HashAsync(CancellationToken cancel)
    {
        if (services.GetService<ISealing>() is not { } sealing)
        {
            return null;
        }

        try
        {
            var seal = await sealing.OpenAsync(cancel).ConfigureAwait(false);
            return new PropertyHash(Encoding.UTF8.GetBytes(seal(0, new PersonalData("tracking plan", "", "", "", "")).NameHash));
        }
        catch (ProblemException noKey)
        {
            log.LogError("Properties to hash are masked: {Why}", noKey.Problem.Message);
            return null;
        }
    }
}
