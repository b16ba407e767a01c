namespace Freehold.Inference.Training;

/// <summary>Where a run is after a step.</summary>
/// <param name="Step">Steps done, those before a resume included.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Loss">Mean loss of the step's targets, in nats.</param>
/// <param name="LearningRate">Learning rate of the step.</param>
/// <param name="GradientNorm">Length of the gradient before it was clipped.</param>
/// <param name="Tokens">Tokens seen by this process.</param>
/// <param name="TokensPerSecond">Tokens a second, of this process, waiting included.</param>
/// <param name="TimeLeft">Time that the remaining steps will take at that speed.</param>
public sealed record TrainingProgress(
    int Step, int Steps, double Loss, double LearningRate, double GradientNorm, long Tokens, double TokensPerSecond, TimeSpan TimeLeft);

/// <summary>What a finished run leaves behind.</summary>
/// <param name="Folder">A Hugging Face folder (config.json, model.safetensors), or a PEFT folder (adapter_config.json, adapter_model.safetensors).</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="FinalLoss">Mean loss of the last step's targets, in nats.</param>
/// <param name="TrainedParameters">Numbers that were trained.</param>
public sealed record TrainingResult(string Folder, int Steps, double FinalLoss, long TrainedParameters);
