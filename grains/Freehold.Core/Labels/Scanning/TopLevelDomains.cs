using System.Collections.Frozen;

namespace Freehold.Core.Labels.Scanning;

/// <summary>The top-level domains that a host name without a scheme may end in.</summary>
internal static class TopLevelDomains
{
    // ISO 3166 and what IANA's root zone has besides, but for endings that are rather words or files: see Doubtful.
    private const string Certain =
        "com net org edu gov mil int info biz name pro mobi app dev cloud online site shop store tech xyz blog wiki email company agency " +
        "bank insurance health care hospital clinic law legal news media studio design art academy school university museum aero coop jobs travel " +
        "eu uk de fr nl ch es pt se fi dk ee lv lt cz sk hu ro bg gr cy mt hr si ba lu ie ru ua tr il ir iq sa ae qa kw bh om ye jo lb sy " +
        "eg ma dz tn ly sd ng ke gh za zw zm tz ug et cn jp kr tw hk sg th vn ph id bd lk np pk kz uz kg tj tm mn au nz fj br ar cl " +
        "co pe ve ec bo py uy mx gt hn sv ni cr pa cu ca io ai tv fm fo gl li mc sm va ad al mk kh la bn gg je im gi ag bb bs bz dm gd jm lc tt vc";

    // Also a file's ending or a short word: these count in front of a path or after a word that announces a site.
    private const string Doubtful = "me is it at be no so in to us am as do my by md rs py sh pl ps cc cs st ms pm vi ws tk ml ga gs hm bi ht gy sx re pw nu link zip mov";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CertainEndings = Lookup(Certain);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> DoubtfulEndings = Lookup(Doubtful);

    public static bool IsCertain(ReadOnlySpan<char> label) => CertainEndings.Contains(label);

    public static bool IsDoubtful(ReadOnlySpan<char> label) => DoubtfulEndings.Contains(label);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(string endings) =>
        endings.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
