using Zhike.Customers.Documents;
using Zhike.Customers.Sources;

namespace Zhike.Customers.Tags.Definitions;

/// <summary>The part of a tag's document that names an attribute of the customer.</summary>
internal sealed class AttributeReader(FieldReader fields)
{
    public FromAttribute? Read(FieldType? type)
    {
        var name = fields.Text("attribute", required: true);
        var form = (fields.Choice("as", ["value", "age", "days_since"]) ?? "value") switch
        {
            "age" => AttributeForm.Age,
            "days_since" => AttributeForm.DaysSince,
            _ => AttributeForm.Value,
        };
        if (name is null)
        {
            return null;
        }

        var wanted = form == AttributeForm.Value ? type ?? FieldType.Text : FieldType.Date;
        if (CustomerAttribute.Find(name, wanted) is not { } attribute)
        {
            fields.Refuse("attribute", $"names \"{name}\"; known are {string.Join(", ", CustomerAttribute.Fixed.Select(a => a.Name))}, attributes.<name>, outlet.attributes.<name>");
            return null;
        }

        if (form != AttributeForm.Value && attribute.Type != FieldType.Date)
        {
            fields.Refuse("as", $"needs a date, but {name} is a {attribute.Type.Name()}");
        }

        var expected = form switch
        {
            AttributeForm.Age => FieldType.Years,
            AttributeForm.DaysSince => FieldType.Days,
            _ => attribute.Type,
        };
        if (type is { } given && given != expected)
        {
            fields.Refuse("type", $"must be {expected.Name()} for {name}, but is {given.Name()}");
        }

        return new FromAttribute(attribute, form);
    }
}
