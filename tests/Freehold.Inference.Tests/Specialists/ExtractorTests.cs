using System.Text.Json;
using Freehold.Inference.Specialists;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Inference.Tests.Specialists;

public sealed class ExtractorTests
{
    private static SpecialistModel Model => SupportDesk.TrainedExtractor.Model;

    [Fact]
    public void Values_of_new_texts_are_copied_in_the_order_of_the_teachers_keys()
    {
        var prediction = Model.Predict("Order from Anna Voss: 73 x steel desk.");
        Assert.Equal("""{"name":"Anna Voss","amount":73,"item":"steel desk"}""", prediction.Label);
        Assert.Equal(-1, prediction.LabelIndex);
        Assert.False(prediction.OutOfScope);
        Assert.Equal(SpecialistTask.Extraction, Model.Task);
        Assert.Empty(Model.Labels);
    }

    [Fact]
    public void Unseen_orders_are_mostly_read_whole()
    {
        var right = Enumerable.Range(100, 60).Select(SupportDesk.Order).Count(order =>
            JsonElement.DeepEquals(JsonElement.Parse(order.Label), JsonElement.Parse(Model.Predict(order.Text).Label)));
        Assert.InRange(right, 50, 60);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Good morning")]
    [InlineData("\uD83D")]
    public void A_text_without_the_required_members_is_out_of_scope(string text) => Assert.True(Model.Predict(text).OutOfScope);

    [Fact]
    public void A_text_longer_than_what_is_read_is_out_of_scope()
    {
        var text = "Order from Anna Berg: 7 x desk." + new string(' ', 1_000_000);
        Assert.True(Model.Predict(text).OutOfScope);
        Assert.StartsWith("""{"name":"Anna Berg""", Model.Predict(text).Label, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loaded_file_extracts_as_the_trained_model_does()
    {
        var loaded = SpecialistModel.Load(Model.File);
        Assert.Equal(Model.Digest, loaded.Digest);
        foreach (var order in SupportDesk.Orders(12))
            Assert.Equal(Model.Predict(order.Text), loaded.Predict(order.Text));
    }

    [Fact]
    public void Members_that_are_sometimes_null_or_absent_are_written_as_the_teacher_does()
    {
        SpecialistExample[] examples =
        [
            .. Enumerable.Range(0, 12).Select(
                i => new SpecialistExample($"city: Rome{i} note: old{i}", $$"""{"city":"Rome{{i}}","note":"old{{i}}"}""")),
            .. Enumerable.Range(0, 12).Select(i => new SpecialistExample($"city: Rome{i}", $$"""{"city":"Rome{{i}}","note":null}""")),
        ];
        var model = SpecialistTrainer.Train(examples, [], SupportDesk.ExtractionOptions).Model;
        Assert.Equal("""{"city":"Oslo4","note":null}""", model.Predict("city: Oslo4").Label);
    }

    [Fact]
    public void Answers_that_are_not_copied_lower_the_confidence()
    {
        var examples = SupportDesk.Orders(24);
        for (var i = 0; i < examples.Count; i += 2)
            examples[i] = examples[i] with { Label = """{"name":"somebody else"}""" };
        var report = SpecialistTrainer.Train(examples, [], SupportDesk.ExtractionOptions).Report;
        Assert.Equal(12, report.OutOfScopeExamples);
        Assert.InRange(report.Accuracy, 0, 0.9);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("{\"a\":{\"b\":\"c\"}}")]
    [InlineData("{\"a\":\"not in the text\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void Answers_without_anything_to_copy_are_refused(string answer) => Assert.Throws<ArgumentException>(
        () => SpecialistTrainer.Train([new("some text", answer), new("more text", answer)], [], SupportDesk.ExtractionOptions));
}
