using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Formats.TokenizerJson;

/// <summary>
/// Reads a Hugging Face tokenizer.json. Its steps (normalizer, pre-tokenizer, post-processor) are recognised as those of the tokenizers
/// that this engine has; any other step is refused by name, as it would silently change the tokens.
/// </summary>
internal static class TokenizerJsonFile
{
    /// <summary>The file's name in a Hugging Face folder.</summary>
    public const string Name = "tokenizer.json";

    /// <summary>Longest file read; that of Gemma 3, the largest published one, has 33 MiB.</summary>
    public const int MaxBytes = 1 << 26;

    public static Vocabulary Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaxBytes)
            throw new JsonFile(path, "JSON").Fault($"the file is {length} bytes long, more than {MaxBytes}", "length");

        var sections = JsonSections.Of(path, "", File.ReadAllBytes(path));
        var model = ModelSection.Read(sections.Sub("model"));
        var added = AddedTokens.Read(sections);
        var tokens = TokenList.Build(path, model, added);
        var steps = Steps(sections, model, tokens);
        var special = SpecialTokenNames.ReadBeside(path);
        return steps with
        {
            Trims = tokens.Trims,
            UnknownId = tokens.Find(model.UnknownToken),
            BeginningOfTextId = tokens.Find(special.Beginning) ?? (steps.Prefix is [var first, ..] ? first : null),
            EndOfTextId = tokens.Find(special.End),
        };
    }

    private static Vocabulary Steps(JsonSections sections, ModelSection model, TokenList tokens)
    {
        var normalizer = NormalizerStep.Read(sections.Reader("normalizer"), sections.Element("normalizer"));
        var splitter = PreTokenizerStep.Read(sections.Reader("pre_tokenizer"), sections.Element("pre_tokenizer"));
        var frame = PostProcessorStep.Read(sections.Reader("post_processor"), sections.Element("post_processor"), tokens.Tokens.Length);
        var kind = Kind(sections, model, normalizer, splitter);
        return new Vocabulary
        {
            Source = sections.Path,
            Model = kind,
            Tokens = tokens.Tokens,
            Kinds = kind == TokenizerModel.SentencePiece ? tokens.KindsWithBytes(model.UnknownToken) : tokens.Kinds,
            Merges = model.Merges,
            IgnoreMerges = model.IgnoreMerges,
            SplitRule = splitter.Rule ?? default,
            NormalizeFormC = normalizer.FormC,
            SpacePrefix = splitter.SpacePrefix ?? (normalizer.PrependsMark ? SpacePrefix.EveryPart : SpacePrefix.None),
            BertNormalizer = normalizer.Bert ?? new(),
            Prefix = frame.Prefix,
            Suffix = frame.Suffix,
        };
    }

    // Which of our algorithms the steps together make; every combination that is none of them is refused.
    private static TokenizerModel Kind(JsonSections sections, ModelSection model, NormalizerStep normalizer, PreTokenizerStep splitter)
    {
        var marksSpaces = normalizer.MarksSpaces || splitter.SpacePrefix is not null;
        var plain = normalizer.Bert is null && !splitter.IsBert;
        if (model.IsWordPiece && normalizer.Bert is not null && splitter.IsBert)
            return TokenizerModel.WordPiece;
        if (!model.IsWordPiece && plain && splitter.Rule is not null && !marksSpaces)
            return TokenizerModel.ByteLevel;
        var fallsBack = model is { ByteFallback: true, IgnoreMerges: false };
        if (!model.IsWordPiece && plain && splitter.Rule is null && marksSpaces && fallsBack && !normalizer.FormC)
            return TokenizerModel.SentencePiece;
        throw new ModelFormatException(
            sections.Path,
            $"model {(model.IsWordPiece ? "WordPiece" : "BPE")}{(model.ByteFallback ? " with byte_fallback" : "")}, normalizer " +
            $"{Describe(sections, "normalizer")} and pre-tokenizer {Describe(sections, "pre_tokenizer")} are not supported together",
            "key 'pre_tokenizer'",
            "Use a tokenizer that is byte-level BPE, SentencePiece BPE with byte fallback, or BERT's WordPiece.");
    }

    private static string Describe(JsonSections sections, string name) =>
        sections.Element(name) is { } element ? sections.Reader(name).Text(element, "type") ?? "without a type" : "none";
}
