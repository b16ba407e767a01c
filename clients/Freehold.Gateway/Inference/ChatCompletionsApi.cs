using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admission;
using Freehold.Gateway.Http;
using Freehold.Wire.Chat;
using Freehold.Wire.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Inference;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionsApi(AnswerPipeline pipeline, RequestLabeler labeler, IOptions<GatewayOptions> options)
{
    public async Task PostAsync(HttpContext context, Principal principal)
    {
        var arrival = pipeline.Arrive();
        if (await BodyReader.ReadAsync(context, options.Value.MaxBodyBytes) is not { } body)
        {
            return;
        }

        if (!RequestReader.TryReadChat(body, out var wire, out var error)
            || !ResponseFormats.TryRead(wire.ResponseFormat, out var responseFormat, out var schema, out error)
            || (error = RequestHeaders.TryRead(context.Request.Headers, out var label, out var workload)) is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        if (await labeler.FindAsync(context, principal, body) is not { } findings)
        {
            return;
        }

        int? topLogprobs = wire.Logprobs ? wire.TopLogprobs ?? 0 : null;
        await pipeline.AnswerAsync(context, principal, arrival, new TextRequest
        {
            Format = AnswerFormat.Chat,
            Wire = wire,
            Body = body,
            TopLogprobs = topLogprobs,
            ProviderOnlyParam = FindProviderOnlyParam(wire),
            ToGenerate = () => SamplingFields.From(wire) with
            {
                Messages = [.. wire.Messages.Select(ToTurn)],
                TopLogprobs = topLogprobs,
                ResponseFormat = responseFormat,
                ResponseSchema = schema,
            },
            Findings = findings,
            Label = label,
            Workload = workload,
            Adapter = RequestHeaders.ReadAdapter(context.Request.Headers),
        });
    }

    private static ChatTurn ToTurn(ChatMessage message) => new()
    {
        Role = message.Role switch
        {
            ChatRole.System => "system",
            ChatRole.Developer => "developer",
            ChatRole.Assistant => "assistant",
            ChatRole.Tool or ChatRole.Function => "tool",
            _ => "user",
        },
        Content = message.Content?.ToText() ?? "",
    };

    private static string? FindProviderOnlyParam(ChatCompletionRequest wire)
    {
        if (wire.Tools.HasValue)
        {
            return "tools";
        }

        for (var i = 0; i < wire.Messages.Count; i++)
        {
            var message = wire.Messages[i];
            if (message.ToolCalls.HasValue)
            {
                return $"messages[{i}].tool_calls";
            }

            if (message.Content?.FindNonText() is >= 0 and var part)
            {
                return $"messages[{i}].content[{part}]";
            }
        }

        return null;
    }
}
