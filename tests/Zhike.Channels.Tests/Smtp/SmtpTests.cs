using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Zhike.Channels.Adapters;
using Zhike.Channels.Adapters.Smtp;
using Zhike.Channels.Queue;
using Zhike.Channels.Tests.World;
using Zhike.Contracts.Customers;

namespace Zhike.Channels.Tests.Smtp;

/// <summary>The e-mail channel against a real mail server.</summary>
public sealed class SmtpTests
{
    [Fact]
    public async Task A_letter_arrives_readable_with_a_lasting_number()
    {
        await using var server = await MailServer.StartAsync();
        var result = await Adapter(server).HandOverAsync(Letter("wang@example.com", "尊敬的客户，这是一封主题很长很长很长很长很长很长的信", "<p>您好</p>\r\n.点<br>再见"), CancellationToken.None);

        result.ShouldBe(new HandOverResult(HandOverKind.Accepted, "", "<zhike-7@bank.example>"));
        var mail = await TakenAsync(server);
        (mail.To[0], mail.From).ShouldBe(("wang@example.com", "service@bank.example"));
        Header(mail, "Message-ID").ShouldBe("<zhike-7@bank.example>");
        Decoded(Header(mail, "Subject")).ShouldBe("尊敬的客户，这是一封主题很长很长很长很长很长很长的信");
        Decoded(Header(mail, "From")).ShouldBe("示例银行 <service@bank.example>");
        Part(mail, "text/html").ShouldBe("<p>您好</p>\r\n.点<br>再见");
        Part(mail, "text/plain").ShouldBe("您好\n\r\n.点\n再见");
        mail.Text.Split("\r\n").ShouldAllBe(line => line.Length <= 78);
    }

    /// <summary>What the server does with the recipient, and what can be known from it.</summary>
    [Theory]
    [InlineData("wang@example.com", "Accepted")]
    [InlineData("no@example.com", "Refused")]
    [InlineData("busy@example.com", "TryLater")]
    [InlineData("lost@example.com", "Unknown")]
    [InlineData("cut@example.com", "TryLater|Unknown")] // whether the dot was on its way when the line broke
    [InlineData("two@example.com>\r\nRCPT TO:<three@example.com", "Refused")]
    [InlineData("nobody", "Refused")]
    public async Task An_answer_says_what_can_be_known(string to, string kind)
    {
        await using var server = await MailServer.StartAsync();

        (await Adapter(server).HandOverAsync(Letter(to, "s", "b"), CancellationToken.None)).Kind.ToString().ShouldBeOneOf(kind.Split('|'));
    }

    [Fact]
    public async Task A_letter_without_an_answer_is_uncertain_shown_and_never_sent_again()
    {
        await using var server = await MailServer.StartAsync();
        using var world = await ChannelsWorld.NewAsync(email: Adapter(server));
        world.People.Known[1] = new PersonalData("王芳", "", "lost@example.com", "", "");
        await world.CustomersAsync(3);
        await world.PlanAsync(3, "email", "letter");

        for (var i = 0; i < 3; i++)
        {
            await world.PumpAsync();
            world.Clock.Advance(TimeSpan.FromHours(1));
        }

        (await world.MessagesAsync()).Select(m => m.State).ShouldBe([MessageState.Uncertain, MessageState.Sent, MessageState.Sent]);
        (await world.MessagesAsync())[0].Reason.ShouldContain("<zhike-1001@bank.example>");
        (await world.OutcomesAsync()).ShouldBe(["1001 uncertain", "1002 sent", "1003 sent"]);
        server.Taken.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();

        (await new SmtpAdapter(Options(port), TimeProvider.System).HandOverAsync(Letter("w@example.com", "s", "b"), CancellationToken.None)).Kind.ShouldBe(HandOverKind.TryLater);
    }

    [Fact]
    public async Task With_STARTTLS_and_a_password_the_letter_travels_sealed()
    {
        await using var server = await MailServer.StartAsync("tls", "auth");
        var options = Options(server.Port) with { Tls = "starttls", CertificateSha256 = await FingerprintAsync(server.Port), User = "zhike", Password = "secret" };

        (await new SmtpAdapter(options, TimeProvider.System).HandOverAsync(Letter("w@example.com", "s", "b"), CancellationToken.None)).Kind.ShouldBe(HandOverKind.Accepted);

        var mail = await TakenAsync(server);
        (mail.Secure, mail.User).ShouldBe((true, "zhike"));
    }

    [Theory]
    [InlineData("wrong password")]
    [InlineData("unknown certificate")]
    [InlineData("no TLS offered")]
    public async Task What_is_wrong_between_us_and_the_server_does_not_cost_the_letter(string trouble)
    {
        await using var server = await MailServer.StartAsync(trouble == "no TLS offered" ? [] : ["tls", "auth"]);
        var options = Options(server.Port) with { Tls = "starttls", User = "zhike", Password = trouble == "wrong password" ? "guess" : "secret" };
        options = trouble == "wrong password" ? options with { CertificateSha256 = await FingerprintAsync(server.Port) } : options;

        var result = await new SmtpAdapter(options, TimeProvider.System).HandOverAsync(Letter("w@example.com", "s", "b"), CancellationToken.None);

        result.Kind.ShouldBe(HandOverKind.TryLater);
        result.Detail.ShouldNotContain("guess");
        result.Detail.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("guess")));
        server.Taken.ShouldBeEmpty();
    }

    private static SmtpAdapter Adapter(MailServer server) => new(Options(server.Port), TimeProvider.System);

    private static SmtpOptions Options(int port) => new()
    {
        Host = "127.0.0.1", Port = port, Tls = "none", FromAddress = "service@bank.example", FromName = "示例银行", TimeoutSeconds = 10,
    };

    private static HandOver Letter(string to, string subject, string body) =>
        new("zhike-7", "email", to, "C1", new Dictionary<string, string> { ["subject"] = subject, ["body"] = body });

    private static async Task<TakenMail> TakenAsync(MailServer server)
    {
        for (var i = 0; i < 200 && server.Taken.IsEmpty; i++)
        {
            await Task.Delay(25);
        }

        return server.Taken.ShouldHaveSingleItem();
    }

    private static string Header(TakenMail mail, string name) =>
        Regex.Match(mail.Text, $@"^{name}: ((?:.*\r\n[ \t])*.*)\r\n", RegexOptions.Multiline).Groups[1].Value;

    private static string Decoded(string header) => Regex.Replace(
        Regex.Replace(header, @"\?=\s+=\?", "?==?"), @"=\?UTF-8\?B\?([^?]+)\?=", m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value)));

    private static string Part(TakenMail mail, string type) => Encoding.UTF8.GetString(Convert.FromBase64String(
        Regex.Match(mail.Text, $@"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n([A-Za-z0-9+/=\r\n]+?)\r\n--").Groups[1].Value));

    /// <summary>As an administrator would take it from the server: by looking at what it shows.</summary>
    private static async Task<string> FingerprintAsync(int port)
    {
        using var tcp = new TcpClient("127.0.0.1", port);
        var plain = tcp.GetStream();
        using var reader = new StreamReader(plain, Encoding.ASCII, leaveOpen: true);
        await reader.ReadLineAsync();
        await plain.WriteAsync("EHLO x\r\n"u8.ToArray());
        while ((await reader.ReadLineAsync())![3] == '-')
        {
        }

        await plain.WriteAsync("STARTTLS\r\n"u8.ToArray());
        await reader.ReadLineAsync();
        using var secure = new SslStream(plain, true, (_, certificate, _, _) => certificate is not null);
        await secure.AuthenticateAsClientAsync("127.0.0.1");
        return Convert.ToHexString(SHA256.HashData(secure.RemoteCertificate!.GetRawCertData()));
    }
}
