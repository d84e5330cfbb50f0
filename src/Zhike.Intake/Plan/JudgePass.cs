using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Zhike.Intake.Plan;

/// <summary>One reading of one event's properties: every member is compared with its check, covered where its privacy asks for it, and
/// searched for numbers of persons. Nothing is allocated while nothing is wrong.</summary>
internal ref struct JudgePass
{
    public const int PathBytesMax = 512;
    private const int ViolationsMax = 20;
    private const int TextOnStackMax = 512;

    /// <summary>A bit a planned property.</summary>
    public const int SeenWords = (PlanReader.PropertiesMax / 64) + 1;

    private const string Covered = "***";

    /// <summary>Instead of a place in the path: the event's own properties.</summary>
    private const int Top = -1;

    /// <summary>Instead of a place in the path: it is too long to be planned.</summary>
    private const int TooLong = -2;

    private readonly SourcePlan _plan;
    private readonly EventRules _rules;
    private readonly ViolationSamples _samples;
    private readonly string _source;
    private readonly string _name;
    private readonly ReadOnlySpan<byte> _json;
    private readonly Span<byte> _path;
    private Utf8JsonReader _reader;
    private readonly Span<ulong> _seen;
    private List<string>? _violations;
    private PropertyEdits? _edits;
    private bool _quarantine;

    public JudgePass(SourcePlan plan, EventRules rules, ViolationSamples samples, string source, string name, ReadOnlySpan<byte> json, Span<byte> path, Span<ulong> seen)
    {
        (_plan, _rules, _samples, _source, _name) = (plan, rules, samples, source, name);
        _json = json;
        _path = path;
        _seen = seen;
        _reader = new Utf8JsonReader(json);
    }

    /// <summary>Of an event's context: nothing is planned there, but numbers of persons are searched for as everywhere.</summary>
    public Judgement Context()
    {
        "context"u8.CopyTo(_path);
        _reader.Read();
        Members("context"u8.Length, isFree: true);
        return Judged();
    }

    public Judgement Run()
    {
        if (_rules.OnUnplanned is OnUnplanned.Mark or OnUnplanned.Quarantine)
        {
            Violate(Violations.UnplannedEvent, _rules.OnUnplanned == OnUnplanned.Quarantine ? OnViolation.Quarantine : OnViolation.Mark);
        }

        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            Members(Top, _rules.Other == OnUnplanned.Keep);
        }

        foreach (var check in _rules.Required)
        {
            if ((_seen[check.Index >> 6] & (1UL << (check.Index & 63))) == 0)
            {
                Violate(check.Missing, check.OnViolation);
            }
        }

        return Judged();
    }

    private readonly Judgement Judged() => _violations is null && _edits is null
        ? Judgement.Kept
        : new Judgement(
            _quarantine ? Verdict.Quarantine : _violations is null ? Verdict.Keep : Verdict.Mark,
            _violations ?? (IReadOnlyList<string>)[],
            _edits?.Apply(_json));

    /// <param name="at">Where the path of their holder ends, or <see cref="Top"/>, or <see cref="TooLong"/>.</param>
    /// <param name="isFree">Members that nobody planned are no violation.</param>
    private void Members(int at, bool isFree)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)_reader.TokenStartIndex;
            var (end, leaf) = Name(at);
            var check = end < 0 ? null : _rules.Find(_path[..end]);
            var privacy = check?.Privacy ?? PrivacyRule.None;
            if (privacy == PrivacyRule.None && end >= 0)
            {
                privacy = _plan.RuleOf(_path[leaf..end]);
            }

            if (_reader.ValueSpan.Length >= PersonalPatterns.LengthMin && privacy != PrivacyRule.Plain && IsNever(start, end))
            {
                _reader.Read();
                Remove(Violations.Personal(PathTo(end)), start, isShown: false);
                continue;
            }

            _reader.Read();
            Member(check, privacy, start, end, isFree);
        }
    }

    /// <summary>A member's name may hold a number too, where somebody counts by customer: covered, or said to be one that is never stored.</summary>
    private bool IsNever(int start, int end)
    {
        scoped ReadOnlySpan<byte> name = _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(_reader.GetString()!) : _reader.ValueSpan;
        if (!PersonalPatterns.Find(name, 0, out var kind, out _, out _))
        {
            return false;
        }

        if (PersonalMask.RuleOf(kind, _plan.Privacy) == PrivacyRule.Never)
        {
            return true;
        }

        if (PersonalMask.Cover(name, _plan.Privacy, _plan.Hash) is { } covered)
        {
            var violation = Violations.Personal(PathTo(end));
            Note(violation);
            var quoted = start + _reader.ValueSpan.Length + 2;
            _samples.Offer(_source, _name, violation, _json[start..quoted], isShown: true);
            (_edits ??= new()).Replace(start, quoted, covered);
        }

        return false;
    }

    private readonly ReadOnlySpan<byte> PathTo(int end) => end < 0 ? [] : _path[..end];

    /// <summary>Writes the member's name behind its holder's path.</summary>
    private (int End, int Leaf) Name(int at)
    {
        // Unescaped, a name is never longer than it is escaped.
        var length = _reader.ValueSpan.Length;
        var leaf = at + 1;
        if (at == TooLong || leaf + length > PathBytesMax)
        {
            return (TooLong, 0);
        }

        if (at != Top)
        {
            _path[at] = (byte)'.';
        }

        return (leaf + _reader.CopyString(_path[leaf..]), leaf);
    }

    /// <summary>One member, whose value the reader has reached.</summary>
    private void Member(PropertyCheck? check, PrivacyRule privacy, int start, int end, bool isFree)
    {
        var path = PathTo(end);
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (privacy == PrivacyRule.Never)
        {
            Remove(Violations.Never(path), start, isShown: false);
            return;
        }

        if (check is null && !isFree)
        {
            if (_rules.Other == OnUnplanned.Drop)
            {
                Remove(Violations.Unplanned(path), start, isShown: privacy == PrivacyRule.None);
                return;
            }

            Violate(Violations.Unplanned(path), OnViolation.Mark);
        }

        if (check is { Index: >= 0 })
        {
            // An empty text says nothing.
            if (_reader.TokenType != JsonTokenType.String || _reader.ValueSpan.Length > 0)
            {
                _seen[check.Index >> 6] |= 1UL << (check.Index & 63);
            }

            if (check.Check(ref _reader) is { } wrong)
            {
                if (check.OnViolation == OnViolation.Drop)
                {
                    Remove(wrong, start, isShown: privacy is PrivacyRule.None or PrivacyRule.Plain);
                    return;
                }

                Violate(wrong, check.OnViolation, privacy is PrivacyRule.None or PrivacyRule.Plain);
            }
        }

        if (privacy is PrivacyRule.Mask or PrivacyRule.Hash)
        {
            Cover(privacy);
            return;
        }

        var isNumeric = privacy == PrivacyRule.Plain || check is { IsNumeric: true };
        Value(start, end, isFree || check is not { IsHolder: true }, isNumeric, privacy == PrivacyRule.Plain);
    }

    /// <param name="start">Of the member; -1 for an element of a list, which is never taken out.</param>
    private void Value(int start, int end, bool isFree, bool isNumeric, bool isPlain)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Members(end, isFree);
                break;
            case JsonTokenType.StartArray:
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    Value(-1, end, isFree, isNumeric, isPlain);
                }

                break;
            case JsonTokenType.String when !isPlain && _reader.ValueSpan.Length >= PersonalPatterns.LengthMin:
                Text(start, end);
                break;
            case JsonTokenType.Number when !isNumeric && _reader.ValueSpan.Length >= PersonalPatterns.LengthMin && _reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0:
                Search(_reader.ValueSpan, start, end);
                break;
        }
    }

    private void Text(int start, int end)
    {
        if (!_reader.ValueIsEscaped)
        {
            Search(_reader.ValueSpan, start, end);
            return;
        }

        var length = _reader.ValueSpan.Length;
        var rented = length > TextOnStackMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        scoped var text = rented ?? stackalloc byte[TextOnStackMax];
        Search(text[.._reader.CopyString(text)], start, end);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Search(scoped ReadOnlySpan<byte> text, int start, int end)
    {
        if (!PersonalPatterns.Find(text, 0, out var kind, out _, out _))
        {
            return;
        }

        var path = PathTo(end);
        if (start >= 0 && PersonalMask.RuleOf(kind, _plan.Privacy) == PrivacyRule.Never)
        {
            Remove(Violations.Personal(path), start, isShown: false);
        }
        else if (PersonalMask.Cover(text, _plan.Privacy, _plan.Hash) is { } covered)
        {
            Violate(Violations.Personal(path), OnViolation.Mark, isShown: true);
            (_edits ??= new()).Replace((int)_reader.TokenStartIndex, (int)_reader.BytesConsumed, covered);
        }
    }

    /// <summary>What the plan says to mask or hash: a text or a number by its value, anything else whole.</summary>
    private void Cover(PrivacyRule rule)
    {
        var from = (int)_reader.TokenStartIndex;
        var isScalar = _reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        var text = _reader.TokenType == JsonTokenType.String ? _reader.GetString()! : null;
        _reader.Skip();
        var to = (int)_reader.BytesConsumed;
        var value = text ?? Encoding.UTF8.GetString(_json[from..to]);
        if (value.Length > 0)
        {
            var covered = rule == PrivacyRule.Hash && _plan.Hash is { } hash ? hash.Of(value) : isScalar ? PersonalMask.Value(value) : Covered;
            (_edits ??= new()).Replace(from, to, covered);
        }
    }

    private void Remove(string violation, int start, bool isShown)
    {
        var from = (int)_reader.TokenStartIndex;
        _reader.Skip();
        var to = (int)_reader.BytesConsumed;
        (_edits ??= new()).Remove(start, to);
        Note(violation);
        _samples.Offer(_source, _name, violation, _json[from..to], isShown);
    }

    private void Violate(string violation, OnViolation then, bool isShown = false)
    {
        _quarantine |= then == OnViolation.Quarantine;
        Note(violation);
        var isScalar = isShown && _reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
        _samples.Offer(_source, _name, violation, isScalar ? _json[(int)_reader.TokenStartIndex..(int)_reader.BytesConsumed] : [], isShown);
    }

    private void Note(string violation)
    {
        var violations = _violations ??= [];
        if (violations.Count < ViolationsMax && !violations.Contains(violation))
        {
            violations.Add(violation);
        }
    }
}
