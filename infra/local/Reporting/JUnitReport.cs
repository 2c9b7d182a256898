using System.Globalization;
using System.Xml;
using Pipeline.Interpreter.TestCases;

namespace Pipeline.Local.Reporting;

/// <summary>Writes the results of test cases as JUnit XML, which build servers show.</summary>
internal static class JUnitReport
{
    /// <param name="file">File to write.</param>
    /// <param name="suites">The results of each file of cases, with the seconds that each took.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string file, IReadOnlyList<(string Name, IReadOnlyList<(TestCaseResult Result, TimeSpan Time)> Cases)> suites)
    {
        using var writer = XmlWriter.Create(file, new XmlWriterSettings { Indent = true });
        writer.WriteStartElement("testsuites");
        foreach (var (name, cases) in suites)
        {
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", name);
            writer.WriteAttributeString("tests", cases.Count.ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("failures", cases.Count(entry => !entry.Result.HasPassed).ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("time", Seconds(cases.Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Time)));
            foreach (var (result, time) in cases)
            {
                WriteCase(writer, name, result, time);
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteCase(XmlWriter writer, string suite, TestCaseResult result, TimeSpan time)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", result.Case.Group.Length > 0 ? result.Case.Group : suite);
        writer.WriteAttributeString("name", Clean(result.Case.Name));
        writer.WriteAttributeString("time", Seconds(time));
        if (!result.HasPassed)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("message", Clean(result.Differences[0]));
            writer.WriteString(Clean(string.Join('\n', result.Differences)));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    /// <summary>XML has no control characters, not even escaped ones.</summary>
    private static string Clean(string text) =>
        string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character) ? character : '\uFFFD'));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
