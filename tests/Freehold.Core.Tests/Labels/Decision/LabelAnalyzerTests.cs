using System.Collections.Frozen;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Policies;

namespace Freehold.Core.Tests.Labels.Decision;

public sealed class LabelAnalyzerTests
{
    private const string Mail = "ann.lee@corp.example.com";
    private const string Card = "4111 1111 1111 1111";

    [Fact]
    public void Clean_text_has_no_label_of_its_own() => Assert.Same(LabelFindings.Nothing, Find("What is two plus two?", new LabelPolicy()));

    [Fact]
    public void The_strictest_kind_decides_and_all_are_named()
    {
        var policy = new LabelPolicy { Kinds = Kinds((SensitiveKind.CreditCard, Label.Restricted), (SensitiveKind.EmailAddress, Label.Internal)) };

        var findings = Find($"{Mail} pays with {Card}, says {Mail}", policy);

        Assert.Equal((Label.Restricted, Label.Restricted), (findings.Label, findings.RedactedLabel));
        Assert.Equal([SensitiveKind.CreditCard, SensitiveKind.EmailAddress], findings.Kinds);
        Assert.Empty(findings.Redacted);
        Assert.Null(findings.Failure);
    }

    [Fact]
    public void A_term_has_the_label_of_its_own()
    {
        var policy = new LabelPolicy { Terms = [new("Nightjar", Label.Restricted), new("Heron", Label.Internal)] };
        Assert.Equal(Label.Internal, Find("On heron.", policy).Label);
        Assert.Equal(Label.Restricted, Find("On heron and nightjar.", policy).Label);
        Assert.Equal([SensitiveKind.Term], Find("On heron and nightjar.", policy).Kinds);
    }

    [Fact]
    public void Redaction_weakens_personal_data_where_the_policy_says_so_and_nothing_else()
    {
        var policy = new LabelPolicy
        {
            RedactsReversibly = true,
            Redacted = Label.Internal,
            Terms = [new("Nightjar", Label.Confidential)],
            Secrets = Label.Confidential,
        };
        var personal = Find($"Write to {Mail}.", policy);
        Assert.Equal((Label.Confidential, Label.Internal), (personal.Label, personal.RedactedLabel));
        Assert.Equal(Mail, Assert.Single(personal.Redacted) is var span ? $"Write to {Mail}.".Substring(span.Start, span.Length) : "");

        var term = Find($"Write to {Mail} on nightjar.", policy);
        Assert.Equal((Label.Confidential, Label.Confidential), (term.Label, term.RedactedLabel));
        Assert.Equal(2, term.Redacted.Count);

        var stated = Find($"Write to {Mail}.", policy with { Redacted = null });
        Assert.Equal((Label.Confidential, Label.Confidential), (stated.Label, stated.RedactedLabel));
        Assert.Equal(Label.Public, Find($"Write to {Mail}.", policy with { Kinds = Kinds((SensitiveKind.EmailAddress, Label.Public)) }).RedactedLabel);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(LabelAnalyzer.ChunkChars * 3)]
    public void An_analysis_that_takes_too_long_is_a_failure(int chars)
    {
        var findings = new LabelAnalyzer(new TextAnalyzer(), new SlowTime(TimeSpan.FromMilliseconds(11)))
            .Analyze(new string('a', chars), new LabelRuleBook(new LabelPolicy { TimeLimitMs = 10 }));

        Assert.Equal((Label.Restricted, Label.Restricted), (findings.Label, findings.RedactedLabel));
        Assert.Contains("10 ms", findings.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_analyzer_is_a_failure_that_does_not_repeat_the_text()
    {
        var findings = new LabelAnalyzer(new TextAnalyzer(new FailingTagger()), TimeProvider.System)
            .Analyze("Ann Lee", new LabelRuleBook(new LabelPolicy { TimeLimitMs = 10_000 }));

        Assert.Equal(Label.Restricted, findings.Label);
        Assert.Equal("the analysis failed (InvalidOperationException)", findings.Failure);
    }

    [Fact]
    public void Spans_that_overlap_become_one_of_the_longest_kind()
    {
        var merged = SpanMerger.Merge("0123456789", [new(5, 2, SensitiveKind.City), new(1, 3, SensitiveKind.Term, 0), new(2, 4, SensitiveKind.Person)]);
        Assert.Equal([new SensitiveSpan(1, 6, SensitiveKind.Person)], merged);
        Assert.Equal([new(0, 2, SensitiveKind.Age), new(2, 1, SensitiveKind.City)],
            SpanMerger.Merge("012", [new(2, 1, SensitiveKind.City), new(0, 2, SensitiveKind.Age)]));
    }

    [Fact]
    public void No_span_cuts_a_character_in_two() =>
        Assert.Equal([new SensitiveSpan(1, 4, SensitiveKind.Person)], SpanMerger.Merge("a😀😀b", [new(2, 2, SensitiveKind.Person)]));

    private static LabelFindings Find(string text, LabelPolicy policy) =>
        new LabelAnalyzer(new TextAnalyzer(), TimeProvider.System).Analyze(text, new LabelRuleBook(policy with { TimeLimitMs = 10_000 }));

    private static FrozenDictionary<SensitiveKind, Label> Kinds(params (SensitiveKind Kind, Label Label)[] kinds) =>
        kinds.ToFrozenDictionary(kind => kind.Kind, kind => kind.Label);

    /// <summary>A clock on which every look takes a while.</summary>
    private sealed class SlowTime(TimeSpan step) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += step.Ticks;
    }

    private sealed class FailingTagger : ISpanTagger
    {
        public void Tag(ReadOnlySpan<char> text, List<SensitiveSpan> spans) => throw new InvalidOperationException(text.ToString());
    }
}
