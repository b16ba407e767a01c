using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Gateway.Http;
using Freehold.Wire.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Admission;

/// <summary>
/// Finds at admission what a request's label must be, from all of its text, whichever API it came by. It fails closed: what cannot be read,
/// analysed, or analysed in time has the strictest label.
/// </summary>
internal sealed class RequestLabeler(TenantPolicies policies, LabelAnalyzer analyzer, IOptions<GatewayOptions> options)
{
    private readonly int _maxChars = options.Value.MaxAnalysedChars;

    /// <summary>What was found in a body that its API's reader took; null after an error was sent.</summary>
    public async ValueTask<LabelFindings?> FindAsync(HttpContext context, Principal principal, byte[] body)
    {
        if (!RequestTextReader.TryRead(body, _maxChars, out var texts, out var error))
        {
            await context.WriteErrorAsync(error);
            return null;
        }

        using (texts)
        {
            return Find(texts, (await policies.GetAsync(principal.Tenant, context.RequestAborted)).Labels);
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
}
