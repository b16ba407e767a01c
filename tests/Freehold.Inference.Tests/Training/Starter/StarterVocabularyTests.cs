using Freehold.Inference.Templates;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Training.Starter;
using Freehold.Inference.Training.Vocabularies;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Inference.Tests.Training.Starter;

public class StarterVocabularyTests
{
    private const int Size = 1_600;

    private static readonly Vocabulary Vocabulary = StarterVocabulary.Learn(Dialogs(1, 800), Size);

    private static readonly ITokenizer Tokenizer = TokenizerFactory.Create(Vocabulary);

    [Fact]
    public void The_same_texts_give_the_same_tokens()
    {
        var again = StarterVocabulary.Learn(Dialogs(1, 800), Size);

        Assert.Equal(Size, Vocabulary.Tokens.Length);
        Assert.Equal(Vocabulary.Tokens, again.Tokens);
        Assert.Equal(Vocabulary.Merges, again.Merges);
    }

    [Fact]
    public void Any_text_comes_back_as_it_was()
    {
        foreach (var text in (string[])["", "Hello.", "Grüße, 東京 🚲\r\n\t x", "A-48213 <|im_end|>", .. Dialogs(9, 50).Select(dialog => dialog.Answer)])
            Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text, addBeginningOfText: false)));
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var whole = new string([.. (text ?? "").Where(letter => !char.IsSurrogate(letter))]);
            return Tokenizer.Decode(Tokenizer.Encode(whole, addBeginningOfText: false)) == whole;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Numbers_of_up_to_three_digits_are_one_token_each()
    {
        foreach (var number in (string[])["0", "7", "10", "99", "000", "821", "999"])
            Assert.Single(Tokenizer.Encode(number, addBeginningOfText: false));
        Assert.Equal(2, Tokenizer.Encode("48213", addBeginningOfText: false).Length);
    }

    [Fact]
    public void A_name_has_the_same_tokens_in_a_sentence_and_in_JSON()
    {
        var inSentence = Tokenizer.Encode("I am Kelvin Marford.", addBeginningOfText: false);
        var inJson = Tokenizer.Encode("{\"name\": \"Kelvin Marford\"}", addBeginningOfText: false);
        var name = Tokenizer.Encode("Kelvin Marford", addBeginningOfText: false);

        Assert.True(inSentence.AsSpan().IndexOf(name) > 0);
        Assert.True(inJson.AsSpan().IndexOf(name) > 0);
    }

    [Fact]
    public void The_most_frequent_pair_becomes_a_token_first_and_ties_go_to_the_smaller_ids()
    {
        var trainer = new BpeTrainer(["<|x|>"]);
        foreach (var text in (string[])["low lower lowest", "low", "newer", "wide wide"])
            trainer.Read(text);
        trainer.Learn(trainer.Tokens.Count + 4);

        // l-o and o-w occur four times, and l comes before o. Of the pairs that are left with two, a space and d come before e.
        Assert.Equal(["lo", "low", "Ġlow", "de"], trainer.Tokens.TakeLast(4));
    }

    [Fact]
    public void A_dialog_is_encoded_for_training_as_the_chat_template_writes_it()
    {
        var template = ChatTemplate.Parse(StarterVocabulary.ChatTemplate, new Dictionary<string, string>(), null);
        foreach (var dialog in Dialogs(5, 60))
        {
            var messages = dialog.Turns.Select(turn => new ChatTemplateMessage { Role = turn.Role, Content = turn.Text });
            var input = new ChatTemplateInput { Messages = [.. messages], AddGenerationPrompt = false };
            var rendered = Tokenizer.Encode(template.Render(input, TimeProvider.System).Segments);

            var example = StarterVocabulary.Encode(dialog, Tokenizer);

            Assert.Equal(rendered, example.Tokens.ToArray());
            var answers = dialog.Turns.Where(turn => turn.Role == StarterDialog.Assistant).Select(turn => turn.Text);
            var learned = example.Tokens.ToArray().Zip(example.IsTarget.ToArray()).Where(token => token.Second).Select(token => token.First);
            Assert.Equal(string.Concat(answers.Select(answer => answer + "¤")), string.Concat(
                learned.Select(id => id == StarterVocabulary.TurnEnd ? "¤" : Tokenizer.Decode([id]))));
        }
    }

    private static StarterDialog[] Dialogs(ulong seed, int count)
    {
        var generator = new StarterTextGenerator(seed);
        return Enumerable.Range(0, count).Select(_ => generator.Next()).ToArray();
    }
}
