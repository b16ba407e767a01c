using System.Diagnostics;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;

namespace Freehold.Gateway.Inference;

/// <summary>
/// One attempt as telemetry tells it: a client span by OpenTelemetry's conventions for GenAI, and their metrics. It ends when the attempt is
/// known, so that the append of the outcome is not in it.
/// </summary>
internal sealed class AttemptTrace
{
    private readonly GenAiOperation _operation;
    private readonly Activity? _span;
    private string? _model;
    private string? _finishReason;
    private bool _tokensAreEstimated;

    private AttemptTrace(GenAiOperation operation, Activity? span) => (_operation, _span) = (operation, span);

    /// <summary>Begins; null where nobody listens. The grain calls that follow in this flow belong to the span.</summary>
    public static AttemptTrace? Begin(Exchange exchange, Candidate candidate, int number)
    {
        if (!Tracing.IsOn && !GenAiMetrics.IsOn)
        {
            return null;
        }

        var request = exchange.Request;
        var text = (request as TextRequest)?.Wire;
        var name = request.Form.OperationName;
        var provider = candidate.Kind == CandidateKind.Provider ? candidate.Place : GenAiMetrics.OwnProvider;
        var span = Tracing.Start($"{name} {candidate.Model}", ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanAttributes.OperationName, name)
                .SetTag(SpanAttributes.ProviderName, provider)
                .SetTag(SpanAttributes.RequestModel, candidate.Model)
                .SetTag(SpanAttributes.RequestMaxTokens, text?.OutputTokenLimit)
                .SetTag(SpanAttributes.RequestTemperature, text?.Temperature)
                .SetTag(SpanAttributes.RequestTopP, text?.TopP)
                .SetTag(SpanAttributes.Candidate, candidate.Id)
                .SetTag(SpanAttributes.Zone, candidate.Zone)
                .SetTag(SpanAttributes.Attempt, number);
        }

        Tracing.Carry(span);
        return new AttemptTrace(new GenAiOperation(name, provider, candidate.OpenEnded ? GenAiMetrics.OtherModel : candidate.Model), span);
    }

    /// <summary>What is known of the answer besides its attempt.</summary>
    public void NoteAnswer(string? model, string? finishReason, bool tokensAreEstimated) =>
        (_model, _finishReason, _tokensAreEstimated) = (model, finishReason, tokensAreEstimated);

    /// <summary>Ends with what became of the attempt.</summary>
    public void End(Attempt attempt, string responseId, string? errorType)
    {
        GenAiMetrics.RecordAttempt(_operation, attempt.LatencyMs, errorType);
        if (errorType is null && !_tokensAreEstimated)
        {
            GenAiMetrics.RecordTokens(_operation, attempt.PromptTokens, attempt.CompletionTokens);
        }

        if (_span is null)
        {
            return;
        }

        _span.SetTag(SpanAttributes.AttemptResult, attempt.Result.ToName()).SetTag(SpanAttributes.CostMicroUsd, attempt.CostMicroUsd);
        if (errorType is not null)
        {
            _span.Fail(errorType);
        }
        else
        {
            _span.SetTag(SpanAttributes.ResponseId, responseId)
                .SetTag(SpanAttributes.ResponseModel, _model)
                .SetTag(SpanAttributes.FinishReasons, _finishReason is null ? null : new[] { _finishReason })
                .SetTag(SpanAttributes.InputTokens, attempt.PromptTokens)
                .SetTag(SpanAttributes.OutputTokens, attempt.CompletionTokens);
        }

        _span.Stop();
    }
}
