namespace Freehold.Inference.Training.Data;

/// <summary>Linear warm-up, then half a cosine down to the final share (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts).</summary>
internal static class LearningRates
{
    private const int DefaultWarmUpPart = 20;

    /// <summary>Learning rate of a step, from 0.</summary>
    public static double At(int step, TrainingOptions options)
    {
        var warmUp = options.WarmUpSteps ?? options.Steps / DefaultWarmUpPart;
        if (step < warmUp)
            return options.LearningRate * (step + 1.0) / warmUp;
        var rest = Math.Max(1, options.Steps - 1 - warmUp);
        var along = Math.Min(1.0, (double)(step - warmUp) / rest);
        var share = options.FinalLearningRateShare;
        return options.LearningRate * (share + (1 - share) * 0.5 * (1 + Math.Cos(Math.PI * along)));
    }
}
