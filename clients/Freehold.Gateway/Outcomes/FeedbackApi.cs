using System.Text.Json;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Redaction;
using Freehold.Gateway.Http;
using Freehold.Wire.Errors;
using Freehold.Wire.Feedback;
using Freehold.Wire.Json;
using Freehold.Wire.Requests;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Outcomes;

/// <summary><c>POST /v1/feedback</c>.</summary>
internal sealed class FeedbackApi(IGrainFactory grains, LogRedactor redactor, TimeProvider time)
{
    private const int MaxBodyBytes = 64 << 10;

    /// <summary>What could not be analysed is nothing to learn.</summary>
    private string? AnswerOf(FeedbackRequest request) =>
        redactor.Redact(request.Answer) is { Length: > 0 } answer && (answer != LogRedactor.Unreadable || request.Answer == answer) ? answer : null;

    public async Task PostAsync(HttpContext context, Principal principal)
    {
        if (await BodyReader.ReadAsync(context, MaxBodyBytes) is not { } body)
        {
            return;
        }

        if (!RequestReader.TryReadFeedback(body, out var request, out var error))
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var at = time.GetUtcNow();
        var feedback = new Feedback
        {
            Id = $"fb-{Guid.CreateVersion7(at):N}",
            OutcomeId = request.ResponseId,
            KeyId = principal.KeyId,
            At = at,
            Score = request.Score,
            Label = request.Label ?? (request.Score is null ? RewardSignal.EditedLabel : null),
            Comment = redactor.Redact(request.Comment),
            Answer = AnswerOf(request),
        };
        var log = grains.GetGrain<IOutcomeLogGrain>(OutcomeLogId.For(TenantId.Parse(principal.Tenant)).ToString());
        await (await log.AppendFeedbackAsync(feedback, context.RequestAborted) is null
            ? context.WriteErrorAsync(WireErrors.ResponseNotFound(request.ResponseId))
            : context.WriteJsonAsync(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(
                new FeedbackReceipt(request.ResponseId, at.ToUnixTimeSeconds()), WireJsonContext.Default.FeedbackReceipt)));
    }
}
