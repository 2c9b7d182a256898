using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pipeline.Aws.Tests.Infra.PulumiEngine;

/// <summary>Converts properties between the protocol's form and that of Pulumi's mocks.</summary>
internal static class StructValues
{
    /// <summary>Null values are left out, as for mocks.</summary>
    public static ImmutableDictionary<string, object> Read(Struct? properties) => properties is null
        ? ImmutableDictionary<string, object>.Empty
        : properties.Fields.Where(field => field.Value.KindCase != Value.KindOneofCase.NullValue).ToImmutableDictionary(field => field.Key, field => Read(field.Value));

    public static Struct Write(ImmutableDictionary<string, object> properties)
    {
        var result = new Struct();
        foreach (var (name, value) in properties)
        {
            result.Fields[name] = Write(value);
        }

        return result;
    }

    private static object Read(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.StructValue => Read(value.StructValue),
        Value.KindOneofCase.ListValue => value.ListValue.Values.Select(Read).ToImmutableArray(),
        _ => throw new NotSupportedException(value.KindCase.ToString()),
    };

    private static Value Write(object value) => value switch
    {
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        double number => Value.ForNumber(number),
        int number => Value.ForNumber(number),
        ImmutableDictionary<string, object> map => Value.ForStruct(Write(map)),
        ImmutableArray<object> list => Value.ForList([.. list.Select(Write)]),
        _ => throw new NotSupportedException(value.GetType().FullName),
    };
}
