using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Zhike.Storage.Definitions;

/// <summary>Stops a text that nests too deep before the tree is built: the builder calls itself a level, and a megabyte of
/// brackets would overflow the stack and end the process.</summary>
internal sealed class DepthLimit(IParser parser) : IParser
{
    private int _depth;

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        var moved = parser.MoveNext();
        if (parser.Current is MappingStart or SequenceStart && ++_depth > DocumentText.DepthMax)
        {
            throw new YamlException(parser.Current.Start, parser.Current.End, $"is nested deeper than {DocumentText.DepthMax}");
        }

        if (parser.Current is MappingEnd or SequenceEnd)
        {
            _depth--;
        }

        return moved;
    }
}
