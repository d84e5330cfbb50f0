using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhike.Intake.Plan;

/// <summary>Changes to a JSON object, noted while it is read and carried out afterwards. Every byte that no change speaks of stays.</summary>
internal sealed class PropertyEdits
{
    /// <summary>Goes to the store, not into a page: nothing but quotes and control characters needs to be escaped.</summary>
    private static readonly JsonSerializerOptions Texts = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(int Start, int End, byte[]? Value)> _edits = [];

    /// <summary>The value from start to end becomes a text.</summary>
    public void Replace(int start, int end, string value) => _edits.Add((start, end, JsonSerializer.SerializeToUtf8Bytes(value, Texts)));

    /// <summary>Takes out a member, from its name to the end of its value.</summary>
    public void Remove(int start, int end)
    {
        // Its name may have been covered before.
        _edits.RemoveAll(edit => edit.Start >= start);
        _edits.Add((start, end, null));
    }

    public byte[] Apply(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        var done = 0;
        foreach (var (start, end, value) in _edits)
        {
            output.Write(json[done..start]);
            done = end;
            if (value is not null)
            {
                output.Write(value);
            }
            else if (Comma(json, end) is { } comma)
            {
                done = comma + 1;
            }
            else
            {
                // The last member: the comma before it goes too, whether its neighbour is there or went before.
                var kept = output.WrittenSpan.TrimEnd(" \t\r\n"u8);
                var trimmed = kept.EndsWith(","u8) ? kept[..^1].ToArray() : kept.ToArray();
                output.ResetWrittenCount();
                output.Write(trimmed);
            }
        }

        output.Write(json[done..]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The place of the comma that follows; null when the object ends there.</summary>
    private static int? Comma(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at < json.Length && json[at] == ',' ? at : null;
    }
}
