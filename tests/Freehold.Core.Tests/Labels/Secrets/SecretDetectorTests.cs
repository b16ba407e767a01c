using System.Text;

namespace Freehold.Core.Tests.Labels.Secrets;

public class SecretDetectorTests
{
    // Put together here, so that no scanner of repositories takes them for real ones.
    private static readonly string Drawn = "4eC39HqLyjWDarjtT1zdp7dc8Kb2XvQ0mNfRsU6wYzA5gHiJ";

    public static TheoryData<string, string> Keys() => new()
    {
        { "AKIA" + "IOSFODNN7EXAMPLE", "api_key" },
        { "AIza" + Drawn[..35], "api_key" },
        { "ghp_" + Drawn[..36], "access_token" },
        { "github_pat_" + Drawn + Drawn[..20], "access_token" },
        { "glpat-" + Drawn[..20], "access_token" },
        { "xoxb-" + "123456789012-" + Drawn[..24], "access_token" },
        { "sk_live_" + Drawn[..24], "api_key" },
        { "sk-proj-" + Drawn, "api_key" },
        { "sk-ant-" + "api03-" + Drawn, "api_key" },
        { "npm_" + Drawn[..36], "access_token" },
        { "pypi-" + Drawn + Drawn, "access_token" },
        { "SG." + Drawn[..22] + "." + Drawn[..43], "api_key" },
        { "hvs." + Drawn[..24], "access_token" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_with_a_prefix_are_found_anywhere(string key, string kind)
    {
        Assert.Equal([$"{kind}:{key}"], Found.In($"I used {key}, and it failed."));
        Assert.Equal([$"{kind}:{key}"], Found.In($"X_VALUE={key}\n"));
    }

    [Theory]
    [InlineData("sk-learn-and-other-libraries-of-python")]
    [InlineData("the task-force-of-twenty-people-met")]
    [InlineData("key-value-stores-and-their-many-different-uses")]
    [InlineData("commit 1a2b3c4d5e6f7890abcdef1234567890abcdef12")]
    [InlineData("the token: is a word")]
    [InlineData("the password: please reset it")]
    [InlineData("password = GetPassword(); token = tokenizer.Next();")]
    [InlineData("password=${DB_PASSWORD} password: ****** pwd={{secret}}")]
    public void Words_code_and_placeholders_are_no_secrets(string text) => Assert.Empty(Found.In(text));

    [Theory]
    [InlineData("password=hunter2", "password:hunter2")]
    [InlineData("{\"password\": \"s3cret!pass\"}", "password:s3cret!pass")]
    [InlineData("DB_PASSWORD: hunter\n", "password:hunter")]
    [InlineData("the password is tr0ub4dor", "password:tr0ub4dor")]
    [InlineData("api_key: \"8f14e45fceea167a5a36dedd4bea2543\"", "api_key:8f14e45fceea167a5a36dedd4bea2543")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "api_key:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("Authorization: Bearer abcdef1234567890abcdef", "access_token:abcdef1234567890abcdef")]
    [InlineData("Authorization: Basic dXNlcjpwYXNzd29yZA==", "password:dXNlcjpwYXNzd29yZA==")]
    [InlineData("https://user:secret@example.com/path x", "password:https://user:secret@example.com/path")]
    public void Secrets_are_found_by_the_name_they_are_given(string text, string expected) => Assert.Equal([expected], Found.In(text));

    [Theory]
    [InlineData("Server=tcp:db.example.com,1433;Initial Catalog=x;User ID=sa;Password=P@ssw0rd!;Encrypt=True")]
    [InlineData("postgres://user:pa55@host:5432/db?sslmode=require")]
    [InlineData("mongodb+srv://u:p@cluster0.mongodb.net/test")]
    [InlineData("redis://:p4ss@localhost:6379")]
    [InlineData("jdbc:postgresql://host/db?user=a&password=secret1")]
    public void Connection_strings_are_found_whole(string text) => Assert.Equal(["connection_string:" + text], Found.In(text));

    [Fact]
    public void Web_tokens_have_a_header_that_decodes()
    {
        static string Encoded(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        var token = $"{Encoded("{\"alg\":\"HS256\"}")}.{Encoded("{\"sub\":\"1234567890\"}")}.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
        Assert.Equal(["access_token:" + token], Found.In($"Bearer {token}."));
        Assert.Empty(Found.In("eyJust.some.text.that.goes.on"));
    }

    [Theory]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("PRIVATE KEY")]
    [InlineData("OPENSSH PRIVATE KEY")]
    [InlineData("PGP PRIVATE KEY BLOCK")]
    public void Private_keys_are_found_whole_or_cut_off_and_over_segments(string title)
    {
        var body = string.Concat(Enumerable.Range(0, 60).Select(i => Drawn + Drawn[..16] + "\n"));
        var whole = $"-----BEGIN {title}-----\n{body}-----END {title}-----";
        Assert.Equal(whole, Covered($"key:\n{whole}\nthat was it"));
        Assert.Equal(whole[..1500], Covered(whole[..1500]));
        Assert.Equal("", Covered("-----BEGIN CERTIFICATE-----\n" + body));
    }

    private static string Covered(string text) =>
        string.Concat(Found.Spans(text).Where(span => span.Kind == Core.Labels.SensitiveKind.PrivateKey).Select(span => text.Substring(span.Start, span.Length)));
}
