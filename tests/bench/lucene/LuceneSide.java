import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/**
 * Answers pages out of Lucene, for the search bench: reads documents from a file, then questions
 * from standard input, one a line, and times each answer itself, so that the pipe costs nothing.
 *
 * Columns of both are separated by tabs, values inside of a column by the unit separator.
 */
public final class LuceneSide {
  private static final String TAB = "\t";
  private static final String UNIT = "\u001f";
  private static final int EVERY_VALUE = 1_000_000;

  private final String[] facets;
  private final FacetsConfig config = new FacetsConfig();
  private IndexSearcher searcher;
  private SortedSetDocValuesReaderState state;

  private LuceneSide(String[] facets) {
    this.facets = facets;
    for (String facet : facets) {
      config.setMultiValued(facet, true);
    }
  }

  /** Arguments: the documents' file, a folder for the index, the facet fields by commas. */
  public static void main(String[] arguments) throws IOException {
    LuceneSide side = new LuceneSide(arguments[2].split(","));
    side.fill(Path.of(arguments[0]), Path.of(arguments[1]));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.println(Version.LATEST + TAB + System.getProperty("java.version"));
    out.flush();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(side.answer(line.split(TAB, -1)));
      out.flush();
    }
  }

  private void fill(Path documents, Path folder) throws IOException {
    IndexWriterConfig settings = new IndexWriterConfig(new WhitespaceAnalyzer());
    settings.setRAMBufferSizeMB(512);
    MMapDirectory directory = new MMapDirectory(folder);
    try (IndexWriter writer = new IndexWriter(directory, settings);
        BufferedReader lines = Files.newBufferedReader(documents)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        writer.addDocument(config.build(document(line.split(TAB, -1))));
      }
      writer.forceMerge(1);
    }
    DirectoryReader reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
    state = new DefaultSortedSetDocValuesReaderState(reader, config);
  }

  /** Columns: words, pairs of the title, labels, modified, stored, then one column a facet. */
  private Document document(String[] columns) {
    FieldType counted = new FieldType(TextField.TYPE_NOT_STORED);
    counted.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    Document document = new Document();
    document.add(new Field("words", columns[0], counted));
    document.add(new TextField("title_pairs", columns[1], Field.Store.NO));
    for (String label : values(columns[2])) {
      document.add(new StringField("labels", label, Field.Store.NO));
    }
    long modified = Long.parseLong(columns[3]);
    document.add(new NumericDocValuesField("modified", modified));
    document.add(new StoredField("modified_at", modified));
    document.add(new StoredField("stored", columns[4]));
    for (int i = 0; i < facets.length; i++) {
      for (String value : values(columns[5 + i])) {
        document.add(new StringField(facets[i], value, Field.Store.NO));
        document.add(new SortedSetDocValuesFacetField(facets[i], value));
      }
    }
    return document;
  }

  private static List<String> values(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(UNIT));
  }

  /** Columns: words with their alternatives, phrase, labels, filters as field=value, sort, rows, facet limit. */
  private String answer(String[] asked) throws IOException {
    long started = System.nanoTime();
    Query query = query(asked);
    int rows = Integer.parseInt(asked[5]);
    int limit = Integer.parseInt(asked[6]) < 0 ? EVERY_VALUE : Integer.parseInt(asked[6]);
    FacetsCollector collector = new FacetsCollector();
    TopDocs found =
        asked[4].equals("score")
            ? FacetsCollector.search(searcher, query, rows, collector)
            : FacetsCollector.search(searcher, query, rows, newest(), collector);
    Facets counts = new SortedSetDocValuesFacetCounts(state, collector);
    List<FacetResult> results = new ArrayList<>();
    for (String facet : facets) {
      results.add(counts.getTopChildren(limit, facet));
    }
    List<Document> documents = new ArrayList<>();
    StoredFields stored = searcher.storedFields();
    int bytes = 0;
    for (ScoreDoc hit : found.scoreDocs) {
      Document document = stored.document(hit.doc);
      bytes += document.get("stored").length();
      documents.add(document);
    }
    long nanoseconds = System.nanoTime() - started;
    return written(nanoseconds, found.totalHits.value, bytes, documents, results);
  }

  private static Sort newest() {
    return new Sort(new SortField("modified", SortField.Type.LONG, true));
  }

  private static Query query(String[] asked) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    List<String> words = values(asked[0]);
    for (String word : words) {
      query.add(oneOf(word), Occur.MUST);
    }
    if (!asked[1].isEmpty()) {
      query.add(new PhraseQuery("title_pairs", asked[1].split(UNIT)), Occur.MUST);
    } else if (words.isEmpty()) {
      query.add(new MatchAllDocsQuery(), Occur.MUST);
    }
    BooleanQuery.Builder labels = new BooleanQuery.Builder();
    for (String label : values(asked[2])) {
      labels.add(new TermQuery(new Term("labels", label)), Occur.SHOULD);
    }
    query.add(labels.build(), Occur.FILTER);
    for (String filter : values(asked[3])) {
      int equals = filter.indexOf('=');
      Term term = new Term(filter.substring(0, equals), filter.substring(equals + 1));
      query.add(new TermQuery(term), Occur.FILTER);
    }
    return query.build();
  }

  /** One alternative of several, all tokens of it: tokens apart by blanks, alternatives by bars. */
  private static Query oneOf(String word) {
    BooleanQuery.Builder either = new BooleanQuery.Builder();
    for (String alternative : word.split("\\|")) {
      BooleanQuery.Builder all = new BooleanQuery.Builder();
      for (String token : alternative.split(" ")) {
        all.add(new TermQuery(new Term("words", token)), Occur.MUST);
      }
      either.add(all.build(), Occur.SHOULD);
    }
    return either.build();
  }

  /** Columns: nanoseconds, total, bytes returned, moments of the page, then one column a facet. */
  private String written(
      long nanoseconds, long total, int bytes, List<Document> page, List<FacetResult> results) {
    List<String> columns = new ArrayList<>();
    columns.add(Long.toString(nanoseconds));
    columns.add(Long.toString(total));
    columns.add(Integer.toString(bytes));
    List<String> moments = new ArrayList<>();
    for (Document document : page) {
      moments.add(document.get("modified_at"));
    }
    columns.add(String.join(UNIT, moments));
    for (FacetResult result : results) {
      List<String> counted = new ArrayList<>();
      if (result != null) {
        for (LabelAndValue one : result.labelValues) {
          counted.add(one.label);
          counted.add(one.value.toString());
        }
      }
      columns.add(String.join(UNIT, counted));
    }
    return String.join(TAB, columns);
  }
}
