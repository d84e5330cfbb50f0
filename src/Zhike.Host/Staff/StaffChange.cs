namespace Zhike.Host.Staff;

/// <param name="Role">As <see cref="Roles.NameOf"/> spells it.</param>
public sealed record NewStaff(string Staff, string NameZh, string Role, string OrgPath, string Password);

/// <summary>Null leaves a field as it is. <paramref name="Revision"/> is the one that was read.</summary>
public sealed record StaffChange(long Revision, string? NameZh = null, string? Role = null, string? OrgPath = null, bool? Active = null, string? Password = null);

/// <param name="SignsInAnew">Their role, place, standing or password is another one: what they opened before is closed.</param>
public sealed record ChangedStaff(StaffRecord Person, bool SignsInAnew);

/// <summary>What the audit trail compares of one person.</summary>
internal sealed record StaffState(string NameZh, string Role, string OrgPath, string Status)
{
    public static StaffState Of(StaffRecord record) =>
        new(record.NameZh, Roles.NameOf(record.Role), record.OrgPath, record.Active ? "active" : "left");

    /// <summary>"role outlet_manager → branch_manager, password set": only what changed.</summary>
    public string ChangesTo(StaffState after, bool passwordSet)
    {
        (string Field, string Before, string After)[] fields =
        [
            ("name", NameZh, after.NameZh), ("role", Role, after.Role), ("org", OrgPath, after.OrgPath), ("status", Status, after.Status),
        ];
        var said = fields.Where(f => f.Before != f.After).Select(f => $"{f.Field} {f.Before} → {f.After}");
        return string.Join(", ", passwordSet ? said.Append("password set") : said);
    }
}
