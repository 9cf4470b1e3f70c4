using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting")]
[assembly: InternalsVisibleTo("DaprShared.Tests")]
[assembly: InternalsVisibleTo("dapr-shared")]
[assembly: InternalsVisibleTo("DaprShared.Tool.Tests")]
