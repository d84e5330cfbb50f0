using System.Security.Cryptography;
using Zhike.Host.Staff;

namespace Zhike.Host.Setup;

/// <summary>A bank without anybody gets one administrator, whose random password is told once, on the terminal.</summary>
public sealed class FirstAdministrator(StaffRegister register, WallClock wall)
{
    public const string Number = "admin";

    /// <summary>The password, when this process has just made the administrator.</summary>
    public string? Password { get; private set; }

    public async Task EnsureAsync(CancellationToken cancel)
    {
        if (!await register.IsEmptyAsync(cancel))
        {
            return;
        }

        var password = RandomNumberGenerator.GetHexString(16, lowercase: true);
        await register.InstallAsync(
            [new OrgRecord { Path = "/hq/", Name = "总行", Kind = OrgKind.HeadOffice, OutletId = "" }],
            [new StaffRecord
            {
                Number = Number,
                NameZh = "系统管理员",
                Role = Role.Administrator,
                OrgPath = "/hq/",
                PasswordHash = StaffRegister.Hash(password),
                Active = true,
                IsDemo = false,
                CreatedAt = wall.Now,
            }],
            cancel);
        Password = password;
    }
}
