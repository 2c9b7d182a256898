using System.Text.Json;

namespace Pipeline.Interpreter.Definition;

/// <summary>Reads what only a distributed Map has: ItemReader, ItemBatcher and ResultWriter.</summary>
internal static class DistributedMapReader
{
    private const double MaxItems = 100_000_000;
    private const int MaxBatchBytes = 256 * 1024;
    private const string OnlyDistributed = "is allowed only in a Map whose Mode is DISTRIBUTED";

    private static readonly Dictionary<string, char> Delimiters = new()
    {
        ["COMMA"] = ',', ["PIPE"] = '|', ["SEMICOLON"] = ';', ["SPACE"] = ' ', ["TAB"] = '\t',
    };

    public static ItemReader? ReadItemReader(ObjectReader map, bool isDistributed)
    {
        if (Open(map, "ItemReader", isDistributed) is not { } reader)
        {
            return null;
        }

        var action = ReadAction(reader, "s3:listObjectsV2", "s3:getObject") == "s3:listObjectsV2" ? ItemReaderAction.ListObjects : ItemReaderAction.GetObject;
        map.RequireAtMostOne("ItemReader", "ItemsPath");
        var parameters = ReadParameters(reader, required: true);
        var config = new ObjectReader(reader.ReadObject("ReaderConfig") ?? [], reader.GetPath("ReaderConfig"), reader.Errors);
        var loadsObjects = ReadChoice(config, "Transformation", "NONE", "LOAD_AND_FLATTEN") == "LOAD_AND_FLATTEN";
        if (loadsObjects && action == ItemReaderAction.GetObject)
        {
            config.AddError("Transformation", "LOAD_AND_FLATTEN is for s3:listObjectsV2, which lists the objects to load");
        }

        var readsContent = action == ItemReaderAction.GetObject || loadsObjects;
        var format = readsContent ? ReadFormat(config) : null;
        if (!readsContent)
        {
            config.Refuse("InputType", "is for s3:getObject, or for s3:listObjectsV2 with the Transformation LOAD_AND_FLATTEN");
        }

        var result = new ItemReader(
            action, parameters, format, ReadPointer(config, format), format == ItemFormat.Csv ? ReadCsv(config) : null, config.ReadNumberOrPath("MaxItems", 1, MaxItems));
        config.RefuseUnknown();
        reader.RefuseUnknown();
        return result;
    }

    public static ItemBatcher? ReadItemBatcher(ObjectReader map, bool isDistributed)
    {
        if (Open(map, "ItemBatcher", isDistributed) is not { } reader)
        {
            return null;
        }

        var (items, bytes) = (reader.ReadNumberOrPath("MaxItemsPerBatch", 1, int.MaxValue), reader.ReadNumberOrPath("MaxInputBytesPerBatch", 1, MaxBatchBytes));
        string[] limits = ["MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"];
        if (!limits.Any(reader.Has))
        {
            map.AddError("ItemBatcher", "must have MaxItemsPerBatch, MaxInputBytesPerBatch or both");
        }

        var result = new ItemBatcher(
            items, bytes, reader.ReadObject("BatchInput") is { } input ? PayloadTemplateReader.Read(input, reader.GetPath("BatchInput"), reader.Errors) : null);
        reader.RefuseUnknown();
        return result;
    }

    public static ResultWriter? ReadResultWriter(ObjectReader map, bool isDistributed)
    {
        if (Open(map, "ResultWriter", isDistributed) is not { } reader)
        {
            return null;
        }

        var isExported = reader.Has("Resource") || reader.Has("Parameters");
        if (!isExported && !reader.Has("WriterConfig"))
        {
            map.AddError("ResultWriter", "must have Resource and Parameters, WriterConfig, or all three");
        }

        if (isExported)
        {
            _ = ReadAction(reader, "s3:putObject");
        }

        var parameters = isExported ? ReadParameters(reader, required: true) : null;
        var config = new ObjectReader(reader.ReadObject("WriterConfig") ?? [], reader.GetPath("WriterConfig"), reader.Errors);
        var transformation = ReadChoice(config, "Transformation", "NONE", "COMPACT", "FLATTEN") switch
        {
            "NONE" => ResultTransformation.None,
            "COMPACT" => ResultTransformation.Compact,
            "FLATTEN" => ResultTransformation.Flatten,
            _ => isExported ? ResultTransformation.None : ResultTransformation.Compact,
        };
        var isJsonLines = ReadChoice(config, "OutputType", "JSON", "JSONL") == "JSONL";
        config.RefuseUnknown();
        reader.RefuseUnknown();
        return new ResultWriter(parameters, transformation, isJsonLines);
    }

    private static ObjectReader? Open(ObjectReader map, string name, bool isDistributed)
    {
        if (!isDistributed)
        {
            map.Refuse(name, OnlyDistributed);
            return null;
        }

        return map.ReadObject(name) is { } fields ? new ObjectReader(fields, map.GetPath(name), map.Errors) : null;
    }

    private static string? ReadAction(ObjectReader reader, params ReadOnlySpan<string> allowed)
    {
        if (reader.ReadString("Resource", required: true) is not { } resource)
        {
            return null;
        }

        foreach (var action in allowed)
        {
            if (resource.StartsWith("arn:", StringComparison.Ordinal) && resource.EndsWith($":states:::{action}", StringComparison.Ordinal))
            {
                return action;
            }
        }

        reader.AddError("Resource", $"must be {string.Join(" or ", allowed.ToArray().Select(action => $"arn:aws:states:::{action}"))}, not '{resource}'");
        return null;
    }

    private static Templates.PayloadTemplate? ReadParameters(ObjectReader reader, bool required)
    {
        if (reader.ReadObject("Parameters", required) is not { } fields)
        {
            return null;
        }

        if (!fields.ContainsKey("Bucket") && !fields.ContainsKey("Bucket.$"))
        {
            reader.AddError("Parameters", "has no Bucket");
        }

        return PayloadTemplateReader.Read(fields, reader.GetPath("Parameters"), reader.Errors);
    }

    private static string? ReadChoice(ObjectReader reader, string name, params ReadOnlySpan<string> allowed)
    {
        var text = reader.ReadString(name);
        if (text is not null && !allowed.Contains(text))
        {
            reader.AddError(name, $"must be {string.Join(", ", allowed.ToArray())}, not '{text}'");
            return null;
        }

        return text;
    }

    private static ItemFormat? ReadFormat(ObjectReader config)
    {
        var type = config.ReadString("InputType", required: true);
        if (type == "MANIFEST" && ReadChoice(config, "ManifestType", "S3_INVENTORY", "ATHENA_DATA") == "ATHENA_DATA")
        {
            config.AddError("ManifestType", "ATHENA_DATA is not supported; use S3_INVENTORY");
        }

        switch (type)
        {
            case "JSON":
                return ItemFormat.Json;
            case "JSONL":
                return ItemFormat.JsonLines;
            case "CSV":
                return ItemFormat.Csv;
            case "MANIFEST":
                return ItemFormat.InventoryManifest;
            case "PARQUET":
                config.AddError("InputType", "PARQUET is not supported; use CSV, JSON, JSONL or MANIFEST");
                return null;
            case not null:
                config.AddError("InputType", $"must be CSV, JSON, JSONL or MANIFEST, not '{type}'");
                return null;
            default:
                return null;
        }
    }

    private static string? ReadPointer(ObjectReader config, ItemFormat? format)
    {
        if (!config.Has("ItemsPointer"))
        {
            return null;
        }

        var pointer = config.ReadString("ItemsPointer");
        if (format != ItemFormat.Json)
        {
            config.AddError("ItemsPointer", "is only for the InputType JSON");
        }
        else if (pointer is { Length: > 0 } && pointer[0] != '/')
        {
            config.AddError("ItemsPointer", $"'{pointer}' must be a JSON pointer, such as /orders/items");
        }

        return pointer is { Length: > 0 } ? pointer : null;
    }

    private static CsvFormat ReadCsv(ObjectReader config)
    {
        var location = ReadChoice(config, "CSVHeaderLocation", "FIRST_ROW", "GIVEN");
        if (!config.Has("CSVHeaderLocation"))
        {
            config.AddError("CSVHeaderLocation", "is missing; use FIRST_ROW, or GIVEN with CSVHeaders");
        }

        var headers = config.ReadArray("CSVHeaders");
        if (location == "GIVEN" && headers is null or { Count: 0 } && !(config.Has("CSVHeaders") && headers is null))
        {
            config.AddError("CSVHeaders", "is missing; CSVHeaderLocation is GIVEN");
        }
        else if (location == "FIRST_ROW" && headers is not null)
        {
            config.AddError("CSVHeaders", "cannot be used when CSVHeaderLocation is FIRST_ROW");
        }

        if (headers?.Any(header => header?.GetValueKind() != JsonValueKind.String) == true)
        {
            config.AddError("CSVHeaders", "must be an array of strings");
            headers = null;
        }

        var delimiter = ReadChoice(config, "CSVDelimiter", [.. Delimiters.Keys]) is { } name ? Delimiters[name] : ',';
        return new CsvFormat(delimiter, location == "GIVEN" && headers is not null ? [.. headers.Select(header => header!.GetValue<string>())] : null);
    }
}
