using Freehold.Core.Distillation.Golden;

namespace Freehold.Core.Distillation.Evaluation;

/// <summary>Answers that are classes, as numbers.</summary>
internal sealed class ClassCounts
{
    private readonly int[] _answers, _references;
    private readonly int _classes;

    public ClassCounts(AnswerPair[] pairs)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _answers = Array.ConvertAll(pairs, pair => NumberOf(pair.Answer));
        _references = Array.ConvertAll(pairs, pair => NumberOf(pair.Reference));
        _classes = numbers.Count;

        int NumberOf(string name)
        {
            var key = PromptText.Normalize(name);
            return numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count;
        }
    }

    /// <summary>
    /// Mean of the classes' F1, over the classes that are the reference of some example: each class counts as much, however rare.
    /// </summary>
    /// <param name="sample">Indices of examples.</param>
    public double MacroF1(int[] sample)
    {
        var (said, wanted, right) = (new int[_classes], new int[_classes], new int[_classes]);
        foreach (var i in sample)
        {
            said[_answers[i]]++;
            wanted[_references[i]]++;
            right[_answers[i]] += _answers[i] == _references[i] ? 1 : 0;
        }

        var (sum, count) = (0.0, 0);
        for (var i = 0; i < _classes; i++)
        {
            if (wanted[i] > 0)
            {
                sum += 2.0 * right[i] / (said[i] + wanted[i]);
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
