using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pipeline.Testing.Architecture;

/// <summary>Names are the field's words, spelled one way, as the compiled assemblies show them.</summary>
/// <param name="assemblies">The assemblies whose names are checked, of the product and of the tests.</param>
public abstract partial class NamesContract(IEnumerable<Assembly> assemblies)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Words with a better one in the field, as whole names of members or parameters.
    private static readonly HashSet<string> BannedNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "About", "Ask", "Break", "Greet", "Gather", "Happened", "Hurry", "InPlaceAsync", "IsGood", "Lay", "LaysOn", "LeftAsync", "Naming", "Serves",
        "Silence", "Sound", "Tell", "TooLong", "WhyAnew", "Word",
    };

    private static readonly HashSet<string> BannedTypes = new(StringComparer.Ordinal)
    {
        "About", "Answer", "Ask", "CallLine", "RenewedExecution", "RichPath", "Silence", "StopBody", "Word",
    };

    private readonly IReadOnlyList<Type> _types = [.. assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Namespace?.StartsWith("Pipeline.", StringComparison.Ordinal) == true)];

    [Fact]
    public void NoNameUsesABannedWord()
    {
        var names = WrittenTypes().Select(type => (Name: SimpleName(type), Place: type.FullName!))
            .Concat(WrittenMembers().Select(member => (member.Name, Place: PlaceOf(member))))
            .Concat(WrittenParameters().Select(parameter => (Name: parameter.Name!, Place: $"{PlaceOf(parameter.Member)}({parameter.Name})")));

        AssertNone(names.Where(name => BannedWord().IsMatch(name.Name)).Select(name => name.Place).Distinct());
    }

    [Fact]
    public void NoTypeHasABannedName() => AssertNone(WrittenTypes().Where(type => BannedTypes.Contains(SimpleName(type)) || AnswerType().IsMatch(SimpleName(type))).Select(type => type.FullName!));

    [Fact]
    public void NoMemberHasABannedName() =>
        AssertNone(WrittenMembers().Where(member => BannedNames.Contains(member.Name)).Select(PlaceOf));

    [Fact]
    public void ParametersHaveNoUnderscore() => AssertNone(WrittenParameters().Where(parameter => parameter.Name is ['_', not '_', ..]).Select(parameter => $"{PlaceOf(parameter.Member)}({parameter.Name})"));

    [Fact]
    public void PrivateFieldsBeginWithAnUnderscore() => AssertNone(_types.Where(type => !IsGenerated(type)).SelectMany(type => type.GetFields(Declared))
            .Where(field => field.IsPrivate && !field.IsLiteral && !(field.IsStatic && field.IsInitOnly) && !IsGenerated(field) && field.Name[0] != '_')
            .Select(PlaceOf));

    [Fact]
    public void TestsAreSentencesThatSayWhatHolds() => AssertNone(_types.SelectMany(type => type.GetMethods(Declared)).Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))
            .Where(method => Riddle().IsMatch(method.Name)).Select(PlaceOf));

    private static void AssertNone(IEnumerable<string> places)
    {
        var found = places.ToArray();
        Assert.True(found.Length == 0, $"{found.Length} names break the rule:\n{string.Join('\n', found)}");
    }

    private IEnumerable<Type> WrittenTypes() => _types.Where(type => !IsGenerated(type));

    private IEnumerable<MemberInfo> WrittenMembers() => WrittenTypes().SelectMany(type => type.GetMembers(Declared))
        .Where(member => member is not Type && !IsGenerated(member) && !(member is MethodBase { IsSpecialName: true }) && !IsInherited(member));

    // Closures and local functions included: their parameters are written by people, too.
    private IEnumerable<ParameterInfo> WrittenParameters() => _types.SelectMany(type => type.GetMembers(Declared)).OfType<MethodBase>()
        .Where(method => !method.IsSpecialName || method is ConstructorInfo)
        .Where(method => !IsInherited(method) && method.DeclaringType?.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is null && !IsGeneratedCode(method))
        .SelectMany(method => method.GetParameters())
        .Where(parameter => parameter.Name is { Length: > 0 } name && name[0] != '<');

    // What a base class or an interface outside of ours names.
    private bool IsInherited(MemberInfo member) => member is MethodInfo { IsVirtual: true } method
        && (method.GetBaseDefinition().DeclaringType != method.DeclaringType
            || method.DeclaringType is { IsInterface: false } type && type.GetInterfaces().Where(one => one.Assembly != type.Assembly && !_types.Contains(one))
                .Any(one => type.GetInterfaceMap(one).TargetMethods.Contains(method)));

    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<') || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || IsGeneratedCode(member)
        || member is Type { DeclaringType: { } outer } && IsGenerated(outer);

    private static bool IsGeneratedCode(MemberInfo member) =>
        member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false);

    private static string SimpleName(Type type) => type.Name.Split('`')[0];

    private static string PlaceOf(MemberInfo member) => $"{member.DeclaringType?.FullName}.{member.Name}";

    /// <summary>Other spellings, riddles, and words that no engineer uses today.</summary>
    [GeneratedRegex("Catalog(?!ue)|catalog(?!ue)|(?<!At)Most[A-Z]|^most[A-Z]|Anew(?![a-z])|Whoever|Lest[A-Z]")]
    private static partial Regex BannedWord();

    [GeneratedRegex("Answers?$")]
    private static partial Regex AnswerType();

    [GeneratedRegex("^(What|Who)(?![a-z])|_")]
    private static partial Regex Riddle();
}
