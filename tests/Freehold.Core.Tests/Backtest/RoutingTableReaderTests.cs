using Freehold.Core.Backtest.Tables;
using Freehold.Core.Features;

namespace Freehold.Core.Tests.Backtest;

public sealed class RoutingTableReaderTests
{
    private static readonly RoutingTableOptions Options =
        new() { PromptColumn = "q", ModelColumns = ["small", "big model"], Costs = ["1", "10"] };

    [Fact]
    public void Quoted_line_ends_commas_and_quotes_are_part_of_a_field()
    {
        var table = Read("\uFEFFid,q,\"big model\",small\r\n1,\"say \"\"hi\"\",\nplease\",True,0\r\n\r\n2,plain,0.25,\r\n");

        Assert.Equal(FeatureExtractor.Extract("say \"hi\",\nplease", default).ToBytes(), table.Features[0].ToBytes());
        Assert.Equal([0, 1, double.NaN, 0.25], GivenTable.Truth(table));
        Assert.Equal([1, 10], table.Costs);
    }

    [Fact]
    public void Json_lines_say_the_same_as_csv()
    {
        var csv = Read("q,small,big model\nhello there,0,1\n\"a\nb\",,0.5\n");
        var json = Read(
            "{\"q\":\"hello there\",\"small\":false,\"big model\":1}\n\n{\"small\":null,\"q\":\"a\\nb\",\"big model\":\"0.5\"}");

        Assert.Equal(GivenTable.Truth(csv), GivenTable.Truth(json));
        Assert.Equal(csv.Features.Select(one => one.ToBytes()), json.Features.Select(one => one.ToBytes()));
    }

    [Fact]
    public void A_cost_may_be_a_column()
    {
        var table = Read("q,small,big model,usd\na,0,1,2\nb,1,1,4\n", Options with { Costs = ["0.5", "usd"] });

        Assert.Equal([0.5, 3], table.Costs);
        Assert.Equal(4, table.CostAt(1, 1));
    }

    [Fact]
    public void Without_costs_models_are_ranked_by_quality() =>
        Assert.Equal([2, 1], Read("q,small,big model\na,1,0\nb,1,1\n", Options with { Costs = [] }).Costs);

    [Theory]
    [InlineData("q,small,big model\na,0,1\nb,maybe,1\n", 3, 3, "'maybe' in column 'small'")]
    [InlineData("q,small,big model\na,0,1.5\n", 2, 5, "score from 0 to 1")]
    [InlineData("q,small\na,0\n", 1, 1, "no column 'big model'")]
    [InlineData("q;small;big model\na;0;1\n", 1, 1, "separated by commas")]
    [InlineData("q,small,big model,small\na,0,1,1\n", 1, 1, "twice")]
    [InlineData("q,small,big model\na,b,0,1\n", 2, 1, "4 fields where the header has 3")]
    [InlineData("q,small,big model\n\"a,0,1\n", 2, 1, "never closed")]
    [InlineData("q,small,big model\n\"a\"b,0,1\n", 2, 4, "closing quote")]
    [InlineData("{\"q\":\"a\",\"small\":1,\"big model\":0}\n{\"q\":\"a\" oops}\n", 2, 10, "not JSON")]
    [InlineData("{\"prompt\":\"a\",\"small\":1,\"big model\":0}\n", 1, 1, "'prompt'")]
    public void What_is_wrong_is_told_with_its_place(string text, long line, int column, string part)
    {
        var wrong = Assert.Throws<BacktestInputException>(() => Read(text));

        Assert.Equal((line, column), (wrong.Line, wrong.Column));
        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_contradict_themselves_are_refused()
    {
        Assert.Contains("2 models and 3 costs", Fault(Options with { Costs = ["1", "2", "3"] }), StringComparison.Ordinal);
        Assert.Contains("named twice", Fault(Options with { ModelColumns = ["q", "small"] }), StringComparison.Ordinal);
        Assert.Contains("2 to 64 models", Fault(Options with { ModelColumns = ["small"] }), StringComparison.Ordinal);
        Assert.Contains("-1", Fault(Options with { Costs = ["-1", "2"] }), StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<BacktestInputException>(() => Read("")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no rows", Assert.Throws<BacktestInputException>(() => Read("q,small,big model\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_without_end_is_refused_before_it_fills_memory()
    {
        using var endless = new StringReader("q,small,big model\n\"" + new string('x', 1 << 21));

        Assert.Contains("1,048,576", Assert.Throws<BacktestInputException>(
            () => RoutingTableReader.Read(endless, Options, default)).Message, StringComparison.Ordinal);
    }

    private static string Fault(RoutingTableOptions options) =>
        Assert.Throws<BacktestInputException>(() => Read("q,small,big model\na,0,1\n", options)).Message;

    private static RoutingTable Read(string text, RoutingTableOptions? options = null)
    {
        using var source = new StringReader(text);
        return RoutingTableReader.Read(source, options ?? Options, CancellationToken.None);
    }
}
