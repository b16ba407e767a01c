using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Evaluation;

namespace Freehold.Core.Tests.Labels.Evaluation;

public sealed class EvaluationTests
{
    private const string Text = "Ann Lee of Oslo, Ann's boss";

    private static readonly SensitiveSpan Ann = new(0, 7, SensitiveKind.Person), Oslo = new(11, 4, SensitiveKind.City);

    private static EvaluationReport Measure(SensitiveSpan[] marked, params SensitiveSpan[] found) =>
        EvaluationReport.Measure([new EvaluationText(Text, marked)], (_, spans) => spans.AddRange(found));

    [Fact]
    public void What_is_found_as_marked_is_right()
    {
        var report = Measure([Ann, Oslo], Oslo, Ann);

        Assert.Equal(new SpanScore(2, 0, 0), report.All);
        Assert.Equal(new SpanScore(2, 0, 0), report.AllExact);
        Assert.Equal(1, report.All.F1);
    }

    [Fact]
    public void Another_kind_on_the_same_characters_is_a_miss_and_a_mistake()
    {
        var report = Measure([Ann, Oslo], Ann, Oslo with { Kind = SensitiveKind.Organization });

        Assert.Equal(new SpanScore(1, 1, 1), report.All);
        Assert.Equal(0.5, report.All.F1);
    }

    [Theory]
    [InlineData(0, 4, 1)] // 4 of 7
    [InlineData(0, 3, 0)] // 3 of 7
    [InlineData(4, 10, 0)] // 3 of 14
    [InlineData(0, 14, 1)] // 7 of 14
    [InlineData(0, 15, 0)] // 7 of 15
    public void Half_of_the_characters_of_either_must_be_those_of_both(int start, int length, int matched)
    {
        var report = Measure([Ann], new SensitiveSpan(start, length, SensitiveKind.Person));

        Assert.Equal(matched, report.All.Matched);
        Assert.Equal(0, report.AllExact.Matched);
    }

    [Fact]
    public void A_found_span_answers_one_marked_span_only()
    {
        var report = Measure([new(0, 3, SensitiveKind.Person), new(4, 3, SensitiveKind.Person)], Ann, Ann);

        Assert.Equal(new SpanScore(0, 2, 2), report.All);
        Assert.Equal(new SpanScore(1, 0, 1), Measure([Ann], Ann, Ann).All);
    }

    [Fact]
    public void Kinds_that_sets_do_not_mark_are_left_out()
    {
        Assert.Equal(default, Measure([], new SensitiveSpan(0, 3, SensitiveKind.Password)).All);
        Assert.Equal(1, Measure([new(0, 3, SensitiveKind.None)]).UnknownKinds);
    }

    [Fact]
    public void The_recall_of_formatted_kinds_leaves_the_others_out()
    {
        var zip = new SensitiveSpan(0, 3, SensitiveKind.ZipCode);

        Assert.Equal(0.5, Measure([zip, zip with { Start = 11 }, Oslo], zip).Formatted.Recall);
    }

    [Fact]
    public void Errors_are_told()
    {
        var told = new List<(SensitiveKind, bool)>();
        EvaluationReport.Measure(
            [new EvaluationText(Text, [Ann])], (_, spans) => spans.Add(Oslo), (_, span, missed) => told.Add((span.Kind, missed)));

        Assert.Equal([(SensitiveKind.Person, true), (SensitiveKind.City, false)], told);
    }

    [Fact]
    public void A_set_is_read_with_positions_counted_in_characters_of_unicode()
    {
        var set = EvaluationSet.Parse(
            """[{"full_text": "😀 Ann", "spans": [{"entity_type": "PERSON", "start_position": 2, "end_position": 5}]}]"""u8);

        Assert.Equal(new SensitiveSpan(3, 3, SensitiveKind.Person), Assert.Single(Assert.Single(set).Spans));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{}", "array")]
    [InlineData("[]", "0 texts")]
    [InlineData("[1]", "Text 0")]
    [InlineData("""[{"spans": []}]""", "full_text")]
    [InlineData("""[{"full_text": "a"}]""", "'spans'")]
    [InlineData("""[{"full_text": "a", "spans": [{}]}]""", "entity_type")]
    [InlineData("""[{"full_text": "a", "spans": [{"entity_type": "GPE", "start_position": "0", "end_position": 1}]}]""", "start_position")]
    [InlineData("""[{"full_text": "a", "spans": [{"entity_type": "GPE", "start_position": 0, "end_position": 2}]}]""", "not within")]
    [InlineData("""[{"full_text": "a", "spans": [{"entity_type": "GPE", "start_position": 1, "end_position": 1}]}]""", "not within")]
    [InlineData("""[{"full_text": "a", "spans": [{"entity_type": "GPE", "start_position": -1, "end_position": 1}]}]""", "not within")]
    [InlineData("""[{"full_text": "a", "spans": []}] x""", "no JSON")]
    public void A_file_of_another_form_is_refused_with_what_is_wrong(string json, string said) =>
        Assert.Contains(said, Assert.Throws<FormatException>(() => EvaluationSet.Parse(Encoding.UTF8.GetBytes(json))).Message);
}
