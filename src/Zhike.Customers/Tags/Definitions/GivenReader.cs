using Zhike.Customers.Documents;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The part of a tag's document that says how handed-in values count: valid_days, and the model of a score.</summary>
internal sealed class GivenReader(FieldReader fields)
{
    public Given? Read(string kind, FieldType? type)
    {
        var valid = fields.Whole("valid_days", 1, MeasureReader.WindowDaysMax);
        if (kind != "score")
        {
            return kind == "list" ? new Listed(valid) : new Manual(valid);
        }

        if (type is not (null or FieldType.Number or FieldType.Share))
        {
            fields.Refuse("type", "of a score must be number or share");
        }

        return fields.Text("model", required: true) is { } model ? new Scored(model, valid) : null;
    }
}
