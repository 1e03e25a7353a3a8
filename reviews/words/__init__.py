"""How things are said, on the pages and in the e-mails alike: values in, sentences out."""
