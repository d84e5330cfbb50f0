using Zhike.Kernel;

namespace Zhike.Intake.Events.Reading;

/// <summary>A call of another format as a batch of ours, message by message at the same place.</summary>
/// <param name="List">What the sender calls the list; empty for a single message.</param>
/// <param name="Bad">Messages that could not be translated, by place: they stand in the batch as they came.</param>
internal sealed record ForeignBatch(byte[] Body, string List, IReadOnlyDictionary<int, IReadOnlyList<FieldError>> Bad);
