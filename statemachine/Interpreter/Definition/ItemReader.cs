using Pipeline.Interpreter.Templates;

namespace Pipeline.Interpreter.Definition;

/// <summary>What an <see cref="ItemReader"/> calls.</summary>
internal enum ItemReaderAction
{
    /// <summary><c>s3:listObjectsV2</c>: the objects of a bucket with a prefix.</summary>
    ListObjects,

    /// <summary><c>s3:getObject</c>: the content of one object.</summary>
    GetObject,
}

/// <summary>The form of an object that has items.</summary>
internal enum ItemFormat
{
    Json,
    JsonLines,
    Csv,

    /// <summary>The manifest of an S3 inventory, which names CSV files.</summary>
    InventoryManifest,
}

/// <summary>An <c>ItemReader</c>: where a distributed Map has its items from.</summary>
/// <param name="Parameters">Builds the bucket with a prefix or a key.</param>
/// <param name="Format">Null for a listing whose items are the objects themselves.</param>
/// <param name="ItemsPointer">JSON pointer to the array in a JSON object; null for the whole.</param>
/// <param name="Csv">Only for <see cref="ItemFormat.Csv"/>.</param>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html"/>
internal sealed record ItemReader(
    ItemReaderAction Action, PayloadTemplate? Parameters, ItemFormat? Format, string? ItemsPointer, CsvFormat? Csv, NumberOrPath? MaxItems);

/// <summary>How a CSV file is read.</summary>
/// <param name="Headers">The names of the columns; null if the first row has them.</param>
internal sealed record CsvFormat(char Delimiter, IReadOnlyList<string>? Headers);

/// <summary>An <c>ItemBatcher</c>: how many items a child execution takes.</summary>
/// <param name="BatchInput">Builds what every batch also has; null for nothing.</param>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html"/>
internal sealed record ItemBatcher(NumberOrPath? MaxItems, NumberOrPath? MaxInputBytes, PayloadTemplate? BatchInput);

/// <summary>What becomes of the results of child executions.</summary>
internal enum ResultTransformation
{
    /// <summary>The description of each child execution, with its output.</summary>
    None,

    /// <summary>The output of each child execution.</summary>
    Compact,

    /// <summary>The output of each child execution; the items of an output that is an array.</summary>
    Flatten,
}

/// <summary>A <c>ResultWriter</c>: where the results of a distributed Map go, and in which form.</summary>
/// <param name="Parameters">Builds the bucket and the prefix; null to put the results in the state's output.</param>
/// <param name="IsJsonLines">Whether the results are lines of JSON instead of an array.</param>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html"/>
internal sealed record ResultWriter(PayloadTemplate? Parameters, ResultTransformation Transformation, bool IsJsonLines);
