using Freehold.Inference.Training;
using Freehold.Inference.Training.Kernels;
using Freehold.Inference.Training.Network;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch.Training;

/// <summary>The sum of <see cref="TokenLoss"/> over predictions, on the device and with a gradient.</summary>
internal sealed class TorchTokenLoss(TokenLoss loss, Device device)
{
    /// <param name="logits">[predictions, vocabulary], 32-bit</param>
    /// <param name="predictions">What was to be predicted.</param>
    /// <returns>[] in nats</returns>
    public Tensor Sum(Tensor logits, Prediction[] predictions)
    {
        var targets = tensor(Array.ConvertAll(predictions, prediction => (long)prediction.Target), [predictions.Length, 1], device: device);
        var entropy = logits.log_softmax(-1).gather(1, targets).neg().squeeze(1);
        int[] soft = loss.DistillationShare == 0
            ? []
            : [.. Enumerable.Range(0, predictions.Length).Where(row => predictions[row].Soft is not null)];
        if (soft.Length == 0)
            return entropy.sum();

        var weights = Array.ConvertAll(predictions, prediction => prediction.Soft is null ? 1f : 1f - loss.DistillationShare);
        var rows = logits.index_select(0, tensor(Array.ConvertAll(soft, row => (long)row), device: device));
        return (entropy * tensor(weights, device: device)).sum() + Divergence(rows, [.. soft.Select(row => predictions[row].Soft!)]);
    }

    /// <summary>share * temperature^2 * KL(teacher || student) among the teacher's tokens; fewer tokens than the most are filled up.</summary>
    /// <param name="logits">[rows, vocabulary]</param>
    /// <param name="teachers">[rows]</param>
    private Tensor Divergence(Tensor logits, SoftTarget[] teachers)
    {
        var (rows, most) = (teachers.Length, teachers.Max(teacher => teacher.Tokens.Length));
        var (tokens, teacher) = (new long[rows * most], new float[rows * most]);
        Array.Fill(teacher, float.NegativeInfinity);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < teachers[row].Tokens.Length; i++)
            {
                tokens[row * most + i] = teachers[row].Tokens.Span[i];
                teacher[row * most + i] = teachers[row].LogProbabilities.Span[i] / loss.Temperature;
            }
        }

        var wanted = tensor(teacher, [rows, most], device: device);
        var isFill = wanted.isneginf();
        var logTeacher = wanted.log_softmax(-1).masked_fill(isFill, 0);
        var share = logTeacher.exp().masked_fill(isFill, 0);
        var student = logits.gather(1, tensor(tokens, [rows, most], device: device)).div(loss.Temperature);
        var logStudent = student.masked_fill(isFill, float.NegativeInfinity).log_softmax(-1).masked_fill(isFill, 0);
        return (share * (logTeacher - logStudent)).sum() * (loss.DistillationShare * loss.Temperature * loss.Temperature);
    }
}
