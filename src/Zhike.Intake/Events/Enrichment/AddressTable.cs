using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Buffers.Binary;
using Zhike.Kernel;

namespace Zhike.Intake.Events.Enrichment;

/// <summary>Where an address is.</summary>
internal sealed record Place(string Province, string City);

/// <summary>Ranges of addresses and where they are, from a file of the bank's: lines of from,to,province,city, both ends included, of IPv4 or
/// IPv6. Held in memory; none is shipped.</summary>
internal sealed class AddressTable
{
    private readonly (UInt128 From, UInt128 To, Place Place)[] _ranges;

    private AddressTable((UInt128 From, UInt128 To, Place Place)[] ranges) => _ranges = ranges;

    public static AddressTable Empty { get; } = new([]);

    public bool IsEmpty => _ranges.Length == 0;

    /// <exception cref="ProblemException">The file is not there, or a line of it is no range; every wrong line of the first hundred is named.</exception>
    public static AddressTable Open(string path)
    {
        if (path.Length == 0)
        {
            return Empty;
        }

        if (!File.Exists(path))
        {
            throw new ProblemException(Problem.Invalid("Intake:AddressTable", $"names {path}, which is not there"));
        }

        return Read(File.ReadLines(path));
    }

    public static AddressTable Read(IEnumerable<string> lines)
    {
        const int errorsMax = 100;
        var places = new Dictionary<(string, string), Place>();
        var ranges = new List<(UInt128 From, UInt128 To, Place Place)>();
        var errors = new List<FieldError>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (line.Length == 0 || line[0] == '#' || (number == 1 && cells[0] == "from"))
            {
                continue;
            }

            if (cells.Length < 4 || !IPAddress.TryParse(cells[0], out var from) || !IPAddress.TryParse(cells[1], out var to) || NumberOf(from) > NumberOf(to))
            {
                errors.Add(new FieldError(string.Create(CultureInfo.InvariantCulture, $"Intake:AddressTable[{number}]"), "must be from,to,province,city with addresses of which the first is not the larger"));
                if (errors.Count == errorsMax)
                {
                    break;
                }

                continue;
            }

            var key = (cells[2], cells[3]);
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = new Place(cells[2], cells[3]);
            }

            ranges.Add((NumberOf(from), NumberOf(to), place));
        }

        return errors.Count > 0 ? throw new ProblemException(Problem.Invalid(errors)) : new AddressTable([.. ranges.OrderBy(r => r.From)]);
    }

    /// <summary>Null where the table does not know it.</summary>
    public Place? Find(IPAddress address)
    {
        var number = NumberOf(address);
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (number < _ranges[middle].From) { high = middle - 1; }
            else if (number > _ranges[middle].To) { low = middle + 1; }
            else { return _ranges[middle].Place; }
        }

        return null;
    }

    /// <summary>IPv4 addresses as IPv6 writes them (::ffff:…), so that both lie on one line.</summary>
    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
