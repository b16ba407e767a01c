using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Import;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Tokenizers.Splitting;
using Freehold.Inference.Training.Starter.Generation;
using Freehold.Inference.Training.Vocabularies;

namespace Freehold.Inference.Training.Starter;

/// <summary>The tokens of the starter model and how it writes conversations down (ChatML).</summary>
internal static class StarterVocabulary
{
    public const int BeginningOfText = 0, TurnStart = 1, TurnEnd = 2;

    /// <summary>How conversations are written; llama.cpp knows it by its marks.</summary>
    public const string ChatTemplate =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private const int ValueWordCount = 150;

    private static readonly string[] Special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    /// <summary>Learns the tokens from dialogs.</summary>
    public static Vocabulary Learn(IEnumerable<StarterDialog> dialogs, int size)
    {
        var trainer = new BpeTrainer(Special);
        foreach (var turn in dialogs.SelectMany(dialog => dialog.Turns))
            trainer.Read($"{turn.Role}\n{turn.Text}");

        // What is one token is copied in one step: the words of the lists count more than they occur.
        foreach (var word in StarterGrammar.Shared.ValueWords)
            trainer.Read(word, ValueWordCount);
        trainer.Learn(size);
        return new Vocabulary
        {
            Source = "freehold train starter",
            Model = TokenizerModel.ByteLevel,
            Tokens = [.. trainer.Tokens],
            Kinds = [.. trainer.Tokens.Select((_, id) => id < Special.Length ? TokenKind.Control : TokenKind.Normal)],
            Merges = [.. trainer.Merges],
            IgnoreMerges = true,
            SplitRule = SplitRule.Llama3,
            BeginningOfTextId = BeginningOfText,
            EndOfTextId = TurnEnd,
            Prefix = [BeginningOfText],
        };
    }

    /// <summary>Writes a GGUF file with the tokenizer and the chat template, and no weights.</summary>
    public static void Save(Vocabulary vocabulary, ModelConfig config, string path)
    {
        var writer = new GgufWriter();
        writer.Set("general.architecture", "llama");
        GgufVocabularyWriter.Write(writer, vocabulary, config);
        writer.Set("tokenizer.chat_template", ChatTemplate);
        writer.Save(path, overwrite: true, _ => { }, CancellationToken.None);
    }

    /// <summary>A dialog as training takes it: every answer of the assistant, with its end, is to be learned.</summary>
    public static TrainingExample Encode(StarterDialog dialog, ITokenizer tokenizer)
    {
        var (tokens, isTarget) = (new List<int> { BeginningOfText }, new List<bool> { false });
        foreach (var turn in dialog.Turns)
        {
            Add([TurnStart, .. tokenizer.Encode($"{turn.Role}\n", addBeginningOfText: false)], learn: false);
            Add([.. tokenizer.Encode(turn.Text, addBeginningOfText: false), TurnEnd], learn: turn.Role == StarterDialog.Assistant);
            Add(tokenizer.Encode("\n", addBeginningOfText: false), learn: false);
        }

        return new TrainingExample(tokens.ToArray(), isTarget.ToArray());

        void Add(int[] ids, bool learn)
        {
            tokens.AddRange(ids);
            isTarget.AddRange(Enumerable.Repeat(learn, ids.Length));
        }
    }
}
