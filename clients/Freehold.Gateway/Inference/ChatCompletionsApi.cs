using System.Text.Json;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Http;
using Freehold.Wire.Chat;
using Freehold.Wire.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Freehold.Gateway.Inference;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionsApi(AnswerPipeline pipeline, IOptions<GatewayOptions> options)
{
    public async Task PostAsync(HttpContext context, Principal principal)
    {
        var arrival = pipeline.Arrive();
        if (await BodyReader.ReadAsync(context, options.Value.MaxBodyBytes) is not { } body)
        {
            return;
        }

        if (!RequestReader.TryReadChat(body, out var wire, out var error)
            || (error = RequestHeaders.TryRead(context.Request.Headers, out var label, out var workload)) is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        await pipeline.AnswerAsync(context, principal, arrival, new InferenceRequest
        {
            Format = AnswerFormat.Chat,
            Wire = wire,
            Body = body,
            ProviderOnlyParam = FindProviderOnlyParam(wire),
            ToGenerate = () => SamplingFields.From(wire) with { Messages = [.. wire.Messages.Select(ToTurn)] },
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

        if (wire.ResponseFormat.HasValue && !IsText(wire))
        {
            return "response_format";
        }

        if (wire.Logprobs)
        {
            return "logprobs";
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

        return SamplingFields.FindProviderOnlyParam(wire);
    }

    private static bool IsText(ChatCompletionRequest wire)
    {
        using var format = JsonDocument.Parse(wire.ResponseFormat.Utf8);
        return format.RootElement.ValueKind == JsonValueKind.Object
            && format.RootElement.TryGetProperty("type"u8, out var type)
            && type.ValueEquals("text"u8);
    }
}
