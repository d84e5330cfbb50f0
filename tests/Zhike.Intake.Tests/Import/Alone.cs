namespace Zhike.Intake.Tests.Import;

/// <summary>Tests that count what the process allocates run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
