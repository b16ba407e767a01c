using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Gateway.Http;
using Freehold.Wire.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Admission;

/// <summary>
/// Finds at admission what a request's label must be, from all of its text, whichever API it came by. It fails closed: what cannot be read,
/// analysed, or analysed in time has the strictest label.
/// </summary>
internal sealed partial class RequestLabeler(
    TenantRules rules, LabelAnalyzer analyzer, IOptions<GatewayOptions> options, ILogger<RequestLabeler> logger)
{
    private readonly int _maxChars = options.Value.MaxAnalysedChars;

    /// <summary>What was found in a body that its API's reader took; null after an error was sent.</summary>
    public async ValueTask<LabelFindings?> FindAsync(HttpContext context, Principal principal, byte[] body)
    {
        LabelRuleBook book;
        try
        {
            book = await rules.GetAsync(principal.Tenant, context.RequestAborted);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // A stored policy that this version cannot read. The router may still know what to do with a restricted request.
            LogPolicyUnreadable(principal.Tenant, e.Message);
            return LabelFindings.Failed("the tenant's policy cannot be read");
        }

        if (!RequestTextReader.TryRead(body, _maxChars, out var texts, out var error))
        {
            await context.WriteErrorAsync(error);
            return null;
        }

        using (texts)
        {
            return Find(texts, book);
        }
    }

    private LabelFindings Find(RequestTexts texts, LabelRuleBook book)
    {
        if (!texts.IsWhole)
        {
            return LabelFindings.Failed(
                $"the request has more than {_maxChars} characters or {TextLimits.Strings} strings, the most that are analysed (Freehold:Gateway:MaxAnalysedChars)");
        }

        var findings = analyzer.Analyze(texts.Text, book);
        return texts.Unreadable == UnreadableContent.None ? findings : findings with
        {
            Label = LabelRules.Strictest(findings.Label, book.Unreadable),
            RedactedLabel = LabelRules.Strictest(findings.RedactedLabel, book.Unreadable),
        };
    }

    [LoggerMessage(1010, LogLevel.Error, "The policy of tenant {Tenant} cannot be read, so every request of it is restricted: {Reason}")]
    private partial void LogPolicyUnreadable(string tenant, string reason);
}
