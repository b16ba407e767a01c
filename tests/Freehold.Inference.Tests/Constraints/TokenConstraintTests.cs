using System.Text;
using Freehold.Inference.Constraints;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>The tokens of one sequence under a schema.</summary>
public sealed class TokenConstraintTests
{
    private readonly SyntheticVocabulary _vocabulary = new();

    [Fact]
    public void A_token_is_allowed_where_its_bytes_continue_a_valid_text_and_only_there()
    {
        var machine = new ConstrainedRun(_vocabulary).Compile(
            """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}""");
        var constraint = new TokenConstraint(machine, 1_000);
        foreach (var value in "{\"name\": \"x\\ud83d\\ude00"u8.ToArray())
        {
            var mask = constraint.Mask();
            var count = 0;
            for (var id = 0; id < _vocabulary.VocabularySize - 1; id++)
            {
                var copy = constraint.Clone();
                var accepted = Record.Exception(() => copy.Accept(id)) is null;
                Assert.True(accepted == mask[id], $"token {id}, '{Encoding.Latin1.GetString(_vocabulary.Bytes(id))}'");
                count += accepted ? 1 : 0;
            }

            Assert.Equal(count, mask.Count);
            constraint.Accept(value);
        }
    }

    [Fact]
    public void The_end_of_the_text_is_allowed_where_the_text_is_whole()
    {
        var constraint = new TokenConstraint(new ConstrainedRun(_vocabulary).Compile("""{"type":"integer","minimum":5}"""), 100);
        var end = _vocabulary.EndOfTextIds[0];
        Assert.False(constraint.Mask()[end]);
        constraint.Accept('1');
        Assert.False(constraint.Mask()[end]);
        constraint.Accept('0');
        Assert.True(constraint.Mask()[end]);
        Assert.False(constraint.IsOver);
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        var constraint = new TokenConstraint(new ConstrainedRun(_vocabulary).Compile("""{"enum":["ab","cd"]}"""), 100);
        constraint.Accept('"');
        var copy = constraint.Clone();
        copy.Accept('a');
        Assert.True(constraint.Mask()['c']);
        Assert.False(copy.Mask()['c']);
        Assert.Throws<InvalidOperationException>(() => copy.Accept('c'));
    }

    [Fact]
    public void Near_the_end_of_the_budget_only_what_still_fits_is_allowed()
    {
        var constraint = new TokenConstraint(new ConstrainedRun(_vocabulary).Compile("""{"type":"array","items":{"type":"string"}}"""), 4);
        constraint.Accept('[');
        Assert.True(constraint.Mask()['"']);
        constraint.Accept('"');
        Assert.False(constraint.Mask()['x']);
        Assert.True(constraint.Mask()['"']);
        constraint.Accept('"');
        Assert.False(constraint.Mask()[',']);
        constraint.Accept(']');
        Assert.True(constraint.IsOver);
    }

    [Fact]
    public void A_budget_too_small_is_steered_to_the_nearest_end()
    {
        var constraint = new TokenConstraint(new ConstrainedRun(_vocabulary).Compile("""{"enum":["abcdefgh","xyz"]}"""), 2);
        constraint.Accept('"');
        Assert.False(constraint.Mask()['a']);
        Assert.True(constraint.Mask()['x']);
    }

    [Fact]
    public void A_machine_that_starts_anew_goes_on_with_the_same_texts()
    {
        // Thousands of states of one long bounded string: more than are kept.
        var machine = new ConstrainedRun(_vocabulary).Compile("""{"type":"string","minLength":9000,"maxLength":9500}""");
        var constraint = new TokenConstraint(machine, 20_000);
        constraint.Accept('"');
        for (var i = 0; i < 9_500; i++)
        {
            if (i is 0 or 8_990 or 9_000)
                Assert.Equal(i >= 9_000, constraint.Mask()['"']);
            constraint.Accept('y');
        }

        Assert.False(constraint.Mask()['y']);
        constraint.Accept('"');
        Assert.True(constraint.IsOver);
    }
}
