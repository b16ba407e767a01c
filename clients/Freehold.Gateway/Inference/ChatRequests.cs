using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;
using Freehold.Gateway.Admission;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference.Students;
using Freehold.Wire.Chat;
using Freehold.Wire.Requests;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary>Reads chat requests: the body, the headers, and what its text demands of its label.</summary>
internal sealed class ChatRequests(RequestLabeler labeler)
{
    /// <summary>The request, or null after an error was sent.</summary>
    public async ValueTask<TextRequest?> ReadAsync(HttpContext context, Principal principal, byte[] body)
    {
        if (!RequestReader.TryReadChat(body, out var wire, out var error)
            || !ResponseFormats.TryRead(wire.ResponseFormat, out var responseFormat, out var schema, out error)
            || (error = RequestHeaders.TryRead(context.Request.Headers, wire.Metadata, out var label, out var workload)) is not null
            || (error = RequestHeaders.TryReadTraining(context.Request.Headers, wire.Metadata, out var forbidsTraining)) is not null)
        {
            await context.WriteErrorAsync(error);
            return null;
        }

        if (await labeler.FindAsync(context, principal, body) is not { } findings)
        {
            return null;
        }

        int? topLogprobs = wire.Logprobs ? wire.TopLogprobs ?? 0 : null;
        var prompt = RoutedPrompt.Of(wire);
        return new TextRequest
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
            Prompt = prompt,
            StudentForm = StudentForms.Of(wire, responseFormat, prompt),
            ForbidsTraining = forbidsTraining,
            AsksForPlainText = responseFormat == "text" && !wire.Logprobs,
            Adapter = RequestHeaders.ReadAdapter(context.Request.Headers),
        };
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
