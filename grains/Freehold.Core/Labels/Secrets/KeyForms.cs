namespace Freehold.Core.Labels.Secrets;

/// <summary>How a key looks.</summary>
/// <param name="Prefix">How it begins, in this case.</param>
/// <param name="Fewest">Fewest characters after the prefix.</param>
/// <param name="Most">Most characters after the prefix.</param>
/// <param name="Kind">What it is.</param>
/// <param name="HasDots">Dots may be within it.</param>
internal readonly record struct KeyForm(string Prefix, int Fewest, int Most, SensitiveKind Kind = SensitiveKind.ApiKey, bool HasDots = false);

/// <summary>The prefixes that vendors document for their keys and tokens.</summary>
internal static class KeyForms
{
    private const SensitiveKind Token = SensitiveKind.AccessToken;

    private static readonly KeyForm[][] ByFirstChar = Group(
    [
        // Clouds: AWS, Google, Alibaba, Tencent, DigitalOcean, Yandex.
        new("AKIA", 16, 16), new("ASIA", 16, 16), new("ABIA", 16, 16), new("ACCA", 16, 16), new("AGPA", 16, 16), new("AROA", 16, 16), new("AIDA", 16, 16),
        new("AIza", 35, 35), new("GOCSPX-", 28, 28), new("ya29.", 20, 1024, Token, HasDots: true), new("LTAI", 12, 26), new("AKID", 32, 32),
        new("dop_v1_", 64, 64, Token), new("doo_v1_", 64, 64, Token), new("dor_v1_", 64, 64, Token), new("AQVN", 35, 38),

        // Code and packages: GitHub, GitLab, npm, PyPI, NuGet, Docker, Terraform, RubyGems, Bitbucket, Atlassian.
        new("ghp_", 36, 255, Token), new("gho_", 36, 255, Token), new("ghu_", 36, 255, Token), new("ghs_", 36, 255, Token), new("ghr_", 36, 255, Token),
        new("github_pat_", 60, 255, Token), new("glpat-", 20, 64, Token, HasDots: true), new("gldt-", 20, 64, Token), new("glrt-", 20, 64, Token),
        new("glptt-", 40, 64, Token), new("glcbt-", 20, 64, Token), new("npm_", 36, 36, Token), new("pypi-", 50, 512, Token), new("oy2", 43, 43),
        new("dckr_pat_", 27, 36, Token), new("rubygems_", 48, 48), new("ATATT3", 60, 255, Token), new("ATBB", 32, 32, Token),

        // Talk, mail and payments: Slack, Stripe, Square, SendGrid, Mailgun, Twilio, Brevo, Shopify, PayPal's Braintree.
        new("xoxb-", 20, 255, Token), new("xoxp-", 20, 255, Token), new("xoxa-", 20, 255, Token), new("xoxr-", 20, 255, Token), new("xoxs-", 20, 255, Token),
        new("xoxe-", 20, 255, Token), new("xapp-", 20, 255, Token), new("sk_live_", 20, 247), new("sk_test_", 20, 247), new("rk_live_", 20, 247),
        new("rk_test_", 20, 247), new("pk_live_", 20, 247), new("whsec_", 24, 128), new("sq0atp-", 22, 60, Token), new("sq0csp-", 40, 60), new("EAAA", 56, 64, Token),
        new("SG.", 60, 80, HasDots: true), new("key-", 32, 32), new("xkeysib-", 70, 96), new("shpat_", 32, 32, Token), new("shpss_", 32, 32), new("shpca_", 32, 32, Token),
        new("access_token$production$", 40, 64, Token),

        // Models: OpenAI, Anthropic, Hugging Face, Replicate, Groq, Perplexity, xAI, NVIDIA, Together.
        new("sk-ant-", 24, 255), new("sk-proj-", 24, 255), new("sk-or-v1-", 40, 128), new("sk-svcacct-", 24, 255), new("sk-", 20, 255), new("hf_", 30, 64, Token),
        new("r8_", 30, 60, Token), new("gsk_", 40, 64), new("pplx-", 40, 64), new("xai-", 60, 96), new("nvapi-", 50, 80), new("tgp_v1_", 30, 60),

        // Operations: HashiCorp, Grafana, Datadog's and New Relic's, Doppler, Linear, Notion, Figma, Postman, Databricks, age.
        new("hvs.", 24, 255, Token), new("hvb.", 24, 255, Token), new("glsa_", 32, 64, Token), new("glc_", 32, 400, Token), new("NRAK-", 27, 27), new("dp.pt.", 40, 48, Token),
        new("lin_api_", 32, 48), new("ntn_", 40, 60), new("figd_", 36, 60, Token), new("PMAK-", 50, 70), new("dapi", 32, 36, Token), new("AGE-SECRET-KEY-1", 50, 64),
    ]);

    /// <summary>The forms whose prefix begins with this character.</summary>
    public static ReadOnlySpan<KeyForm> StartingWith(char first) => first < ByFirstChar.Length ? ByFirstChar[first] : [];

    private static KeyForm[][] Group(KeyForm[] forms)
    {
        var groups = new KeyForm[0x80][];
        for (var c = 0; c < groups.Length; c++)
            groups[c] = [.. forms.Where(form => form.Prefix[0] == c)];

        return groups;
    }
}
