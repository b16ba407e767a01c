using Freehold.Contracts.Distillation;
using Freehold.Contracts.Inference;
using Freehold.Wire;
using Freehold.Wire.Chat;

namespace Freehold.Gateway.Inference.Students;

/// <summary>Says which form of answer a request wants, as far as students have one.</summary>
internal static class StudentForms
{
    /// <summary>The form of a chat: it must end with a question of the user, since that is what a student reads.</summary>
    public static StudentForm Of(ChatCompletionRequest wire, string responseFormat, RoutedPrompt prompt) =>
        wire.Messages is [.., { Role: ChatRole.User }] && !wire.Logprobs
            ? Of(wire, prompt, responseFormat == "text" ? StudentForm.Text : StudentForm.Json)
            : StudentForm.None;

    /// <summary>The form of a request of either API.</summary>
    public static StudentForm Of(GenerationRequest wire, RoutedPrompt prompt, StudentForm form) =>
        wire.ChoiceCount == 1 && prompt.Text.Length is > 0 and <= PredictRequest.MaxTextLength ? form : StudentForm.None;
}
