using System.Collections.Immutable;

namespace Zhike.Contracts.Customers;

/// <summary>What a bank may use a customer's data or address for, and where it may reach them.</summary>
public static class Purposes
{
    /// <summary>Stands for every channel: a refusal there counts everywhere, a grant nowhere.</summary>
    public const string EveryChannel = "all";

    public static ImmutableArray<Purpose> All { get; } =
    [
        new("marketing", "营销信息", "Marketing", IsContact: true, NeedsConsent: true),
        new("credit_offers", "信贷营销", "Credit offers", IsContact: true, NeedsConsent: true),
        new("service", "服务通知", "Service messages", IsContact: true, NeedsConsent: false),
        new("profiling", "画像与自动化决策", "Profiling", IsContact: false, NeedsConsent: true),
        new("third_party", "向第三方提供", "Sharing with third parties", IsContact: false, NeedsConsent: true),
    ];

    public static ImmutableArray<NamedValue> Channels { get; } =
    [
        new("sms", "短信", "SMS"), new("email", "邮件", "E-mail"), new("push", "推送", "Push"), new("in_app", "应用内", "In the app"),
        new("call", "电话", "Call"), new("work_order", "客户经理", "Customer manager"), new("wecom", "企业微信", "WeCom"),
    ];

    public static Purpose? Find(string key) => All.FirstOrDefault(p => p.Key == key);

    public static bool IsChannel(string channel) => Channels.Any(c => c.Value == channel);
}

/// <param name="IsContact">Asked channel by channel; else once, under "all".</param>
/// <param name="NeedsConsent">False: the contract itself allows it, until the customer refuses.</param>
public sealed record Purpose(string Key, string NameZh, string NameEn, bool IsContact, bool NeedsConsent);
