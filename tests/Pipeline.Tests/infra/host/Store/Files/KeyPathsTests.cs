using System.Text;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;

namespace Pipeline.Tests.Host.Store.Files;

public sealed class KeyPathsTests
{
    private const string ForbiddenCharacters = "\\:*?\"<>|\0\t";

    private static readonly string[] Parts =
    [
        "a", "b", "A", "B", "é", "É", "e\u0301", "ß", "ı", "İ", "K", "日", "😀", ".", "..", "/", "/", "/", "//", " ", "+", "%", "%25", "%-", "%_",
        "%u", "%x1", "\\", ":", "*", "?", "\"", "<", ">", "|", "\0", "\t", "\u0085", "con", "CON", "nul.", "com¹", "Lpt9.txt", ".jpg", ".JPG", "1",
        "-", "_", "~", "x", "u", "0123456789abcdef", new('y', 170), new('Z', 200), new('日', 70), "tmp", "IMG_0001",
    ];

    [Theory]
    [InlineData("cats/1.jpg", "cats/1.jpg")]
    [InlineData("my cats+dogs/IMG_0001.JPG", "my cats+dogs/IMG_0001.JPG")]
    [InlineData("README", "README%")]
    [InlineData("v1.2/a.png", "v1.2%/a.png")]
    [InlineData("日本/é.jpg", "日本/é.jpg")]
    [InlineData("../../x.jpg", ".%2E%/.%2E%/x.jpg")]
    [InlineData("/a//", "%_/a/%_/%_%")]
    [InlineData("100%.jpg", "100%25.jpg")]
    [InlineData("a\\b:c?.jpg", "a%5Cb%3Ac%3F.jpg")]
    [InlineData("CON/nul.txt", "%43ON/%6Eul.txt")]
    [InlineData("dot./x ", "dot%2E/x%20%")]
    public void KeyMapsToThisPath(string key, string path) => Assert.Equal(path, ToFilePath(NamingRules.CaseSensitive, key));

    [Theory]
    [InlineData("cats/1.jpg", "cats/1.jpg")]
    [InlineData("IMG_0001.JPG", "IMG_0001%u.JPG")]
    [InlineData("MyCat.jpg", "MyCat%x5.jpg")]
    [InlineData("Cats/é.jpg", "Cats%x1/%C3%A9.jpg")]
    [InlineData("README", "README%u%")]
    public void KeyMapsToThisPathOnACaseInsensitiveFileSystem(string key, string path) => Assert.Equal(path, ToFilePath(NamingRules.CaseInsensitive, key));

    [Theory]
    [InlineData("IMG_0001.JPG", "IMG_0001%u.JPG")]
    [InlineData("holida~1.jpg", "holida%7E1.jpg")]
    [InlineData("Cats~/é.jpg", "Cats%7E%x1/%C3%A9.jpg")]
    [InlineData("COM1.png", "%43OM1%x3.png")]
    [InlineData("photo.jpg:stream", "photo.jpg%3Astream")]
    public void KeyMapsToThisPathOnWindows(string key, string path) => Assert.Equal(path, ToFilePath(NamingRules.Windows, key));

    [Theory]
    [InlineData(true, true, NamingRules.Windows)]
    [InlineData(true, false, NamingRules.Windows)]
    [InlineData(false, true, NamingRules.CaseInsensitive)]
    [InlineData(false, false, NamingRules.CaseSensitive)]
    internal void SystemAndFileSystemChooseTheRulesOfANewFolder(bool isWindows, bool isCaseInsensitive, NamingRules expected) =>
        Assert.Equal(expected, FileNaming.Choose(isWindows, isCaseInsensitive));

    [Theory]
    [InlineData(1, NamingRules.CaseSensitive)]
    [InlineData(2, NamingRules.CaseInsensitive)]
    [InlineData(7, NamingRules.Windows)]
    internal void RandomKeysAndPathsAreOneToOne(int seed, NamingRules rules)
    {
        var paths = new KeyPaths(rules);
        var keys = CreateRandomKeys(new Random(seed), 5_000);

        Assert.All(keys, key => Assert.Equal(key, paths.ToKey(paths.ToFilePath(key))));
        var files = keys.Select(key => FoldCase(ToFilePath(rules, key), rules)).ToHashSet();
        Assert.Equal(keys.Count, files.Count);
        Assert.All(files, file => Assert.DoesNotContain(ListParents(file), files.Contains));
    }

    [Theory]
    [InlineData(3, NamingRules.CaseSensitive)]
    [InlineData(4, NamingRules.CaseInsensitive)]
    [InlineData(9, NamingRules.Windows)]
    internal void NamesAreValidOnEveryFileSystem(int seed, NamingRules rules)
    {
        foreach (var name in CreateRandomKeys(new Random(seed), 5_000).SelectMany(key => ToFilePath(rules, key).Split('/')))
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 255);
            Assert.False(name is "." or ".." || name[^1] is '.' or ' ' || name.Any(ForbiddenCharacters.Contains), name);
            Assert.False(ReservedNames.Contains(name), name);
            Assert.False(rules == NamingRules.Windows && name.Contains('~'), name);
        }
    }

    [Theory]
    [InlineData(5, NamingRules.CaseSensitive)]
    [InlineData(6, NamingRules.CaseInsensitive)]
    [InlineData(11, NamingRules.Windows)]
    internal void FolderOfAPrefixContainsItsKeysAndNoOthers(int seed, NamingRules rules)
    {
        var paths = new KeyPaths(rules);
        var keys = CreateRandomKeys(new Random(seed), 1_000);
        var prefixes = keys.Select(key => key[..(key.LastIndexOf('/') + 1)]).Where(prefix => prefix.Length > 0).Distinct().Take(200);

        var files = keys.Select(key => FoldCase(ToFilePath(rules, key), rules)).ToList();
        foreach (var prefix in prefixes)
        {
            var folder = FoldCase(WithSlashes(paths.ToFolderPath(prefix)) + '/', rules);
            var below = keys.Where((_, index) => files[index].StartsWith(folder, StringComparison.Ordinal));
            Assert.Equal(keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)), below);
        }
    }

    [Theory]
    [InlineData("a%zz.jpg")]
    [InlineData("a%2.jpg")]
    [InlineData("a%2fb.jpg")]
    [InlineData("plain")]
    [InlineData("x.jpg%%")]
    [InlineData("%-/x")]
    public void PathThatNoKeyMapsToHasNoKey(string path) =>
        Assert.Null(new KeyPaths(NamingRules.CaseSensitive).ToKey(path.Replace('/', Path.DirectorySeparatorChar)));

    [Fact]
    public void InvalidKeyIsRefused() => Assert.All(
        (string[])["", "half \ud83d", "\ude00 half"],
        key => Assert.Throws<InvalidKeyException>(() => ObjectKey.Validate(key)));

    [Fact]
    public void KeyHasAtMost1024Bytes()
    {
        ObjectKey.Validate(new string('a', 1024));
        Assert.Throws<InvalidKeyException>(() => ObjectKey.Validate(new string('é', 513)));
    }

    private static string ToFilePath(NamingRules rules, string key) => WithSlashes(new KeyPaths(rules).ToFilePath(key));

    private static string WithSlashes(string path) => path.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Keys that tend to collide: they have few parts, and many have a sibling in another case or with one more segment.</summary>
    private static List<string> CreateRandomKeys(Random random, int count)
    {
        var keys = new HashSet<string>();
        while (keys.Count < count)
        {
            var key = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => Parts[random.Next(Parts.Length)]));
            keys.Add(key);
            keys.Add(key.ToUpperInvariant());
            keys.Add(key + "/x");
        }

        return keys.Where(key => Encoding.UTF8.GetByteCount(key) <= ObjectKey.MaxBytes).ToList();
    }

    private static string FoldCase(string path, NamingRules rules) => rules != NamingRules.CaseSensitive ? path.ToUpperInvariant() : path;

    private static IEnumerable<string> ListParents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
