using Freehold.Contracts.Inference;
using Freehold.Inference;
using Freehold.Inference.Templates;

namespace Freehold.Workers;

/// <summary>Turns what a request asks into the prompt that its model is made for.</summary>
internal static class ChatPrompt
{
    /// <summary>
    /// Writes the prompt: a text as it is, a conversation by the model's chat template. A model without one continues text and knows no
    /// turns, so it is given what was said, line by line and without roles.
    /// </summary>
    /// <returns>Why the model's template does not take the conversation; null where it does.</returns>
    public static string? Write(GenerateRequest request, IModelEngine engine, TimeProvider time, out GenerationRequest prompt)
    {
        var messages = request.Messages ?? [];
        prompt = new GenerationRequest();
        if (request.Prompt is not null || engine.ChatTemplate is not { } template)
        {
            prompt = new GenerationRequest { Prompt = request.Prompt ?? string.Join('\n', messages.Select(message => message.Content)) };
            return null;
        }

        try
        {
            var rendered = template.Render(new ChatTemplateInput { Messages = [.. messages.Select(ToMessage)] }, time);
            prompt = new GenerationRequest { PromptSegments = rendered.Segments };
            return null;
        }
        catch (TemplateException exception)
        {
            return $"the chat template of model '{request.Model}' does not take this conversation: {exception.Message}";
        }
    }

    private static ChatTemplateMessage ToMessage(ChatTurn turn) => new() { Role = turn.Role, Content = turn.Content };
}
