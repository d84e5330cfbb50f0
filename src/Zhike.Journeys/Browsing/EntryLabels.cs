using System.Text.Json;
using Zhike.Contracts.Customers;
using Zhike.Journeys.Documents;

namespace Zhike.Journeys.Browsing;

/// <summary>What lets people into a journey, in words; empty where a segment or a condition says it.</summary>
internal static class EntryLabels
{
    public static Words Of(JourneyEntry entry) => entry.Kind switch
    {
        EntryKind.SegmentEntered => new Words("进入客群时", "On coming into the segment"),
        EntryKind.Event when FactWords.Event(entry.EventName) is var what => new Words($"发生“{what.Zh}”时", $"On {what.En}"),
        EntryKind.TagChanged when entry.Change is { } change => new Words(
            $"标签 {change.Tag} 由 {Value(change.Was, "任意值")} 变为 {Value(change.Is, "其他值")}", $"Tag {change.Tag} goes from {Value(change.Was, "any")} to {Value(change.Is, "another")}"),
        EntryKind.Date when WaitLabels.Day(entry.Date!) is var day => new Words($"{day.Zh}当天", $"On {day.En}"),
        EntryKind.Api => new Words("由其他系统通过接口送入", "Named by another system"),
        EntryKind.HandedOver => new Words("由其他策略移交", "Handed over by another strategy"),
        _ => new Words("", ""),
    };

    private static string Value(JsonElement? condition, string otherwise) => condition?.GetProperty("value").ToString() ?? otherwise;
}
