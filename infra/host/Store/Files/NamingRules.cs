namespace Pipeline.Host.Store.Files;

/// <summary>How names of files distinguish keys. A data folder keeps the rules that it was created with.</summary>
internal enum NamingRules
{
    /// <summary>Names show case by themselves.</summary>
    CaseSensitive,

    /// <summary>Names have marks for upper case, and are ASCII: the file system ignores case.</summary>
    CaseInsensitive,

    /// <summary>
    /// As <see cref="CaseInsensitive"/>, and <c>~</c> is escaped: Windows gives long names a short second one, such as <c>HOLIDA~1.JPG</c>,
    /// which would be the file of another key.
    /// </summary>
    Windows,
}
