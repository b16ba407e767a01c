namespace Freehold.Gateway.Inference;

/// <summary>One of OpenAI's APIs: its names.</summary>
internal abstract class ApiForm
{
    /// <summary>The API's name in the log.</summary>
    public abstract string Api { get; }

    /// <summary>The operation's name in OpenTelemetry's conventions for GenAI.</summary>
    public abstract string OperationName { get; }

    /// <summary>What an answer's id begins with.</summary>
    public abstract string IdPrefix { get; }

    /// <summary>The field that holds the prompt.</summary>
    public abstract string PromptParam { get; }
}

/// <summary>Embeddings. The id is the outcome's: OpenAI's answer has none.</summary>
internal sealed class EmbeddingsForm : ApiForm
{
    public static readonly EmbeddingsForm Instance = new();

    public override string Api => "embeddings";

    public override string OperationName => "embeddings";

    public override string IdPrefix => "embd-";

    public override string PromptParam => "input";
}
