using Freehold.Contracts.Distillation;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admission;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference.Students;
using Freehold.Wire.Completions;
using Freehold.Wire.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Inference;

/// <summary><c>POST /v1/completions</c>, OpenAI's legacy API.</summary>
internal sealed class CompletionsApi(AnswerPipeline pipeline, RequestLabeler labeler, IOptions<GatewayOptions> options)
{
    /// <summary>Tokens of an answer where the client names no number: OpenAI's own default of this API.</summary>
    private const int DefaultMaxTokens = 16;

    public async Task PostAsync(HttpContext context, Principal principal)
    {
        var arrival = pipeline.Arrive();
        if (await BodyReader.ReadAsync(context, options.Value.MaxBodyBytes) is not { } body)
        {
            return;
        }

        if (!RequestReader.TryReadCompletion(body, out var wire, out var error)
            || (error = RequestHeaders.TryRead(context.Request.Headers, null, out var label, out var workload)) is not null
            || (error = RequestHeaders.TryReadTraining(context.Request.Headers, null, out var forbidsTraining)) is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (await labeler.FindAsync(context, principal, body) is not { } findings)
        {
            return;
        }

        await pipeline.AnswerAsync(context, principal, arrival, new TextRequest
        {
            Format = AnswerFormat.Completion,
            Wire = wire,
            Body = body,
            TopLogprobs = wire.Logprobs,
            ProviderOnlyParam = FindProviderOnlyParam(wire),
            ToGenerate = () => SamplingFields.From(wire) with
            {
                Prompt = wire.Prompt.Texts![0],
                MaxTokens = wire.MaxTokens ?? DefaultMaxTokens,
                TopLogprobs = wire.Logprobs,
            },
            Findings = findings,
            Label = label,
            Workload = workload,
            Prompt = RoutedPrompt.Of(wire),
            StudentForm = wire.Logprobs is null ? StudentForms.Of(wire, RoutedPrompt.Of(wire), StudentForm.Text) : StudentForm.None,
            ForbidsTraining = forbidsTraining,
            AsksForPlainText = wire.Logprobs is null,
            Adapter = RequestHeaders.ReadAdapter(context.Request.Headers),
        });
    }

    private static string? FindProviderOnlyParam(CompletionRequest wire) =>
        wire.Prompt is not { Texts: { Count: 1 } } ? "prompt"
        : wire.Echo ? "echo"
        : wire.Suffix is { Length: > 0 } ? "suffix"
        : wire.BestOf is > 1 ? "best_of"
        : null;
}
