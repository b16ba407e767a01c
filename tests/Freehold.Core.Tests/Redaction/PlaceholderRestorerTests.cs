using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Redaction;

namespace Freehold.Core.Tests.Redaction;

public sealed class PlaceholderRestorerTests
{
    [Theory]
    [InlineData("Dear <PERSON_1>,", "Dear Ann Lee,")]
    [InlineData("<PERSON_1>'s and <PERSON_1><PERSON_1>s", "Ann Lee's and Ann LeeAnn Lees")]
    [InlineData("<person_1> <Person-1> <PERSON 1> < PERSON_1 >", "Ann Lee Ann Lee Ann Lee Ann Lee")]
    [InlineData("&lt;PERSON_1&gt; \\u003cPERSON_1\\u003e \\u003Cperson_1>", "Ann Lee Ann Lee Ann Lee")]
    [InlineData("PERSON_1, PERSON\\_1 and <PERSON\\_1>; PERSON_1's", "Ann Lee, Ann Lee and Ann Lee; Ann Lee's")]
    [InlineData("<PERSON_1, (PERSON_1) [PERSON_1] **PERSON_1**", "Ann Lee, (Ann Lee) [Ann Lee] **Ann Lee**")]
    [InlineData("</PERSON_1>", "</Ann Lee")]
    [InlineData("<EMAIL ADDRESS 1>", "a\"b@c.org")]
    public void A_placeholder_is_known_in_the_forms_that_models_give_it(string answer, string expected) => Assert.Equal(expected, Restore(answer));

    [Theory]
    [InlineData("<PERSON_2>")]
    [InlineData("<PERSON_11>")]
    [InlineData("<PERSON_01>")]
    [InlineData("<PERSON_1234567>")]
    [InlineData("person_1 Person 1 PERSON-1")]
    [InlineData("XPERSON_1 PERSON_1X PERSON_1_ _PERSON_1")]
    [InlineData("<PERSON_1X>")]
    [InlineData("<PER")]
    [InlineData("<PERSON_")]
    [InlineData("a < b && c > d \\u003")]
    public void What_is_none_stays_as_it_is(string answer) => Assert.Equal(answer, Restore(answer));

    [Fact]
    public void Nothing_of_a_placeholder_goes_out_before_all_of_it()
    {
        var restorer = new PlaceholderRestorer(Map(), RestoredForm.Plain);
        var output = new StringBuilder();
        foreach (var c in "Dear <PERSON_1")
        {
            restorer.Append([c], output);
        }

        Assert.Equal("Dear ", output.ToString());
        restorer.Append(">", output);
        Assert.Equal("Dear Ann Lee", output.ToString());
    }

    [Fact]
    public void Text_that_can_be_no_placeholder_is_not_held_back()
    {
        var restorer = new PlaceholderRestorer(Map(), RestoredForm.Plain);
        var output = new StringBuilder();
        restorer.Append("All of this, and <b", output);
        Assert.Equal("All of this, and <b", output.ToString());
    }

    [Fact]
    public void Inside_of_json_an_original_is_escaped() =>
        Assert.Equal("""{"to":"a\"b@c.org"}""", Restore("""{"to":"<EMAIL_ADDRESS_1>"}""", RestoredForm.JsonString));

    [Fact]
    public void More_than_the_bound_is_refused()
    {
        var map = new PlaceholderMap("");
        for (var i = 0; i < PlaceholderMap.MaxPlaceholders; i++)
        {
            map.Add(SensitiveKind.Person, $"{i}");
        }

        Assert.Equal("<PERSON_1>", map.Add(SensitiveKind.Person, "0"));
        Assert.Throws<RedactionLimitException>(() => map.Add(SensitiveKind.Person, "one more"));
    }

    private static PlaceholderMap Map()
    {
        var map = new PlaceholderMap("");
        Assert.Equal("<PERSON_1>", map.Add(SensitiveKind.Person, "Ann Lee"));
        Assert.Equal("<EMAIL_ADDRESS_1>", map.Add(SensitiveKind.EmailAddress, "a\"b@c.org"));
        return map;
    }

    private static string Restore(string answer, RestoredForm form = RestoredForm.Plain)
    {
        var restorer = new PlaceholderRestorer(Map(), form);
        var output = new StringBuilder();
        restorer.Append(answer, output);
        restorer.Flush(output);
        return output.ToString();
    }
}
