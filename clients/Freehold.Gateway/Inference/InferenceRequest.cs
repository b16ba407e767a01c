using Freehold.Contracts.Distillation;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels.Decision;
using Freehold.Wire;
using Freehold.Wire.Embeddings;

namespace Freehold.Gateway.Inference;

/// <summary>One request for inference, read and checked, whichever API it came by.</summary>
internal abstract record InferenceRequest
{
    /// <summary>The API it came by.</summary>
    public abstract ApiForm Form { get; }

    /// <summary>Name of the model, or <c>auto</c>.</summary>
    public abstract string Model { get; }

    /// <summary>A field that asks for what only a provider can do; null where there is none.</summary>
    public string? ProviderOnlyParam { get; init; }

    /// <summary>What was found in its text.</summary>
    public required LabelFindings Findings { get; init; }

    /// <summary>The label it brings.</summary>
    public SensitivityLabel? Label { get; init; }

    /// <summary>The workload it names.</summary>
    public string? Workload { get; init; }

    /// <summary>What routing looks at of its text.</summary>
    public RoutedPrompt Prompt { get; init; } = RoutedPrompt.None;
}

/// <summary>A request for text.</summary>
internal sealed record TextRequest : InferenceRequest
{
    /// <summary>The form of the answer.</summary>
    public required AnswerFormat Format { get; init; }

    /// <summary>What both APIs share.</summary>
    public required GenerationRequest Wire { get; init; }

    /// <summary>The client's bytes, for providers.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The tenant's adapter that it names; only a local model can run it.</summary>
    public string? Adapter { get; init; }

    /// <summary>How many alternatives of each token the client asked for, 0 and more; null: no log-probabilities.</summary>
    public required int? TopLogprobs { get; init; }

    /// <summary>What a local model gets; its model is filled in with the candidate's.</summary>
    public required Func<GenerateRequest> ToGenerate { get; init; }

    /// <summary>True where the client says that it must not become training data.</summary>
    public bool ForbidsTraining { get; init; }

    /// <summary>True where a plain text is an answer: no form that it must have, and no probabilities of its tokens.</summary>
    public bool AsksForPlainText { get; init; }

    /// <summary>The form of answer that it wants, as far as students have one.</summary>
    public StudentForm StudentForm { get; init; }

    public override ApiForm Form => Format;

    public override string Model => Wire.Model;
}

/// <summary>A request for embeddings.</summary>
internal sealed record EmbedTextsRequest : InferenceRequest
{
    /// <summary>What the client sent.</summary>
    public required EmbeddingsRequest Wire { get; init; }

    public override ApiForm Form => EmbeddingsForm.Instance;

    public override string Model => Wire.Model;
}
